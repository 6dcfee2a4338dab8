package io.onefold.ingestion.filing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.onefold.proto.type.v1.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The times that are appended by hand are those that protobuf reads. */
class EventCodecPropertyTest {
    private static final long YEAR_10000 = 253_402_300_800L;

    @Test
    void anItemWithItsTimesIsTheEvent() {
        Event without = Event.newBuilder().setEventId("e").setWorkspace("w").build();
        qt().withExamples(10_000)
                .forAll(
                        longs().between(0, YEAR_10000),
                        integers().between(0, 999_999_999),
                        longs().between(0, YEAR_10000),
                        integers().between(0, 999_999_999))
                .checkAssert((s1, n1, s2, n2) -> {
                    byte[] whole = EventCodec.withTimes(
                            without.toByteArray(), Instant.ofEpochSecond(s1, n1), Instant.ofEpochSecond(s2, n2));
                    Event expected = without.toBuilder()
                            .setEventTime(Timestamp.newBuilder().setSeconds(s1).setNanos(n1))
                            .setReceiveTime(
                                    Timestamp.newBuilder().setSeconds(s2).setNanos(n2))
                            .build();
                    assertEquals(expected, parsed(whole));
                });
    }

    private static Event parsed(byte[] bytes) {
        try {
            return Event.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
