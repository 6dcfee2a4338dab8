package io.onefold.activation.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.campaign.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration USUAL = Duration.ofHours(1);

    private static Delivery delivery(Duration unreachedFor, Duration sinceTheLastAttempt) {
        return new Delivery(
                (short) 1,
                new UUID(1, 1),
                new UUID(2, 2),
                new UUID(3, 3),
                "dev",
                "vip",
                true,
                NOW,
                Cause.EVENT,
                1,
                1,
                7,
                "<m>",
                false,
                NOW,
                7,
                Optional.of(NOW.minus(unreachedFor)),
                Optional.of(NOW.minus(sinceTheLastAttempt)));
    }

    private static boolean givenUp(Delivery delivery) {
        return delivery.isUnreachedFor(LONGEST, delivery.idle(USUAL, NOW), NOW);
    }

    @Test
    void who_is_not_reached_for_too_long_is_given_up() {
        assertTrue(givenUp(delivery(Duration.ofHours(12), Duration.ofMinutes(1))));
        assertFalse(givenUp(delivery(Duration.ofHours(11), Duration.ofMinutes(1))));
        assertTrue(givenUp(delivery(Duration.ofHours(12), Duration.ofHours(1))), "its turn comes seldom");
    }

    /** As while the campaign is paused, or the service is down. */
    @Test
    void time_in_which_nothing_is_tried_does_not_count() {
        Delivery paused = delivery(Duration.ofHours(20), Duration.ofHours(19));
        assertEquals(Duration.ofHours(18), paused.idle(USUAL, NOW));
        assertFalse(givenUp(paused));
        assertTrue(givenUp(delivery(Duration.ofHours(30), Duration.ofHours(19))));
    }
}
