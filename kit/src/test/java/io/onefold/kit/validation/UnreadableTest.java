package io.onefold.kit.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest.FieldViolation;
import io.onefold.kit.error.Failure;
import io.onefold.proto.segment.v1.EventSelector;
import io.onefold.proto.segment.v1.PreviewAudienceRequest;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.proto.segment.v1.ScanMembershipsRequest;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadableTest {
    private static final Timestamp FIRST =
            Timestamp.newBuilder().setSeconds(-62_135_596_800L).build();
    private static final Timestamp LAST = Timestamp.newBuilder()
            .setSeconds(253_402_300_799L)
            .setNanos(999_999_999)
            .build();

    private static List<String> fields(Message message) {
        return Unreadable.in(message).stream().map(FieldViolation::getField).toList();
    }

    private static PreviewAudienceRequest asOf(Timestamp... times) {
        return PreviewAudienceRequest.newBuilder().addAllAsOf(List.of(times)).build();
    }

    private static Rule lately(long seconds, int nanos) {
        return Rule.newBuilder()
                .setOccurred(EventSelector.newBuilder()
                        .setWindow(Duration.newBuilder().setSeconds(seconds).setNanos(nanos)))
                .build();
    }

    @Test
    void an_instant_that_cannot_be_is_named() {
        assertEquals(List.of(), fields(asOf(FIRST, LAST)));
        for (long seconds :
                new long[] {Long.MIN_VALUE, FIRST.getSeconds() - 1, LAST.getSeconds() + 1, Long.MAX_VALUE}) {
            Timestamp never = Timestamp.newBuilder().setSeconds(seconds).build();
            assertEquals(List.of("as_of[1]"), fields(asOf(FIRST, never, never)));
        }
        assertEquals(
                List.of("as_of[0]"),
                fields(asOf(Timestamp.newBuilder().setNanos(-1).build())));
    }

    @Test
    void a_length_of_time_that_cannot_be_is_named() {
        assertEquals(List.of(), fields(lately(315_576_000_000L, 0)));
        assertEquals(List.of("occurred.window"), fields(lately(Long.MAX_VALUE, 999_999_999)));
        assertEquals(List.of("occurred.window"), fields(lately(1, -1)));
    }

    @Test
    void a_nul_and_a_long_list_are_named() {
        assertEquals(
                List.of("audience"),
                fields(ScanMembershipsRequest.newBuilder().setAudience("a\0b").build()));
        assertEquals(
                List.of("as_of"), fields(asOf(Collections.nCopies(10_001, FIRST).toArray(Timestamp[]::new))));
    }

    /** The rules of the proto compute with instants: they must never see one that cannot be. */
    @Test
    void limits_refuse_it_before_they_are_evaluated() {
        RequestLimits limits = new RequestLimits();
        PreviewAudienceRequest never =
                asOf(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build());
        assertThrows(Failure.class, () -> limits.check(never));
        assertThrows(Failure.class, () -> limits.requireReadable(never));
        assertEquals(asOf(LAST), limits.requireReadable(asOf(LAST)));
    }
}
