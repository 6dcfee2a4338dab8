package io.onefold.segment.profiles;

import static io.onefold.segment.script.SegmentCalls.atLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.proto.segment.v1.Expression;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether a rule's events are too many depends on its own events only, and not on how the facts came here. */
@ServiceTest
class ManyEventsTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    KnownFacts facts;

    private final UUID ann = UUID.randomUUID();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String clicked = "Clicked " + suffix;
    private final String viewed = "Viewed " + suffix;
    private final String clickers = "clickers_" + suffix;
    private final String viewers = "viewers_" + suffix;
    private int happened;

    private void happens(String name, int times) {
        profiles.happen(
                ann,
                IntStream.range(0, times)
                        .mapToObj(i -> new Happening(name, JUNE.plusMillis(happened++), "0"))
                        .toArray(Happening[]::new));
    }

    private void countAtLeast(String audience, String name, int least) {
        create(audience, atLeast(Expression.newBuilder().setCount(track(name)).build(), Integer.toString(least)));
    }

    private void are(List<UUID> areClickers, List<UUID> areViewers) {
        String token = profiles.token().encode();
        assertEquals(areClickers.stream().map(UUID::toString).toList(), memberIds(clickers, token));
        assertEquals(areViewers.stream().map(UUID::toString).toList(), memberIds(viewers, token));
    }

    /** The same when everything is read anew with the next event. */
    private void areHoweverRead(List<UUID> areClickers, List<UUID> areViewers) {
        are(areClickers, areViewers);
        facts.forget(List.of(ann));
        happens(clicked, 1);
        are(areClickers, areViewers);
    }

    @Test
    void too_many_for_one_answer_are_not_too_many_for_each() {
        countAtLeast(clickers, clicked, 5_000);
        countAtLeast(viewers, viewed, 15_001);
        happens(clicked, 5_000);
        are(List.of(ann), List.of());
        happens(viewed, 14_999);
        are(List.of(ann), List.of());
        // Carried on beyond what one answer holds.
        happens(viewed, 2);
        areHoweverRead(List.of(ann), List.of(ann));
        // Carried on in two readings.
        happens(viewed, 1);
        are(List.of(ann), List.of(ann));
        // Too many of one: what is not known makes no member.
        happens(viewed, 5_000);
        areHoweverRead(List.of(ann), List.of());
        happens(viewed, 1);
        are(List.of(ann), List.of());
    }

    @Test
    void a_filling_reads_for_each_as_well() {
        happens(clicked, 12_000);
        happens(viewed, 12_000);
        countAtLeast(clickers, clicked, 12_000);
        countAtLeast(viewers, viewed, 12_000);
        are(List.of(ann), List.of(ann));
    }
}
