package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Events of which nothing matters but their name and times. */
public final class PlainEvents {
    private PlainEvents() {}

    public static EventFact track(String name, Instant time) {
        return track(name, time, time);
    }

    public static EventFact track(String name, Instant time, Instant received) {
        return new EventFact(
                UUID.randomUUID(),
                time,
                EventType.TRACK,
                name,
                Channel.WEB,
                false,
                Set.of(),
                Map.of(),
                List.of(),
                false,
                Optional.empty(),
                0,
                received);
    }
}
