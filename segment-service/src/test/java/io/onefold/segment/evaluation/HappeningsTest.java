package io.onefold.segment.evaluation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Of what happened to a profile, when something mattered. */
class HappeningsTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.000007Z");

    @Test
    void beginnings_and_events_that_matter() {
        Instant email = NOON.plusSeconds(60);
        Instant seen = NOON.plusSeconds(120);
        Instant heard = NOON.plusSeconds(180);
        Facts facts = new Facts(
                Optional.of(NOON),
                List.of(
                        PlainEvents.track("Seen", seen),
                        PlainEvents.track("Heard", heard),
                        PlainEvents.track("Seen", seen)),
                new TreeMap<>(Map.of("email", email)),
                true);
        Happenings happenings = facts.happenings(event -> event.name().equals("Seen"));
        assertTrue(happenings.at(NOON));
        assertTrue(happenings.at(email));
        assertTrue(happenings.at(seen));
        assertFalse(happenings.at(heard));
        assertFalse(happenings.at(seen.plusNanos(1_000)));
        assertFalse(Facts.NONE.happenings(event -> true).at(NOON));
    }
}
