package io.onefold.activation.membership;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private static Membership membership(boolean member, long second, long sequence) {
        return new Membership(new UUID(1, 1), member, NOON.plusSeconds(second), sequence, 1);
    }

    @Test
    void an_entry_is_over_with_what_follows_it() {
        assertFalse(membership(true, 0, 3).isOver(3, NOON));
        assertTrue(membership(false, 9, 4).isOver(3, NOON));
        assertTrue(membership(false, -9, 4).isOver(3, NOON), "left late, for an instant before");
        assertFalse(membership(true, 9, 5).isOver(3, NOON), "in again");
        assertFalse(membership(false, -9, 2).isOver(3, NOON), "what was before it, read again");
    }

    @Test
    void an_entry_that_a_restored_feed_does_not_tell_is_over() {
        assertTrue(membership(false, 9, 3).isOver(3, NOON), "not said any more: its own sequence");
        assertTrue(membership(false, 9, 2).isOver(3, NOON), "sequences that are used again");
    }
}
