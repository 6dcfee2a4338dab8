package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What waits in a partition, and for how long, from what a lane hears and commits. */
class BacklogTest {
    private final Backlog backlog = new Backlog();

    private static long at(double seconds) {
        return (long) (seconds * 1e9);
    }

    private double age(double now) {
        return backlog.age(at(now)).toMillis() / 1e3;
    }

    @Test
    void nothingWaitsBeforeAnythingIsHeard() {
        assertEquals(0, backlog.items());
        assertEquals(Duration.ZERO, backlog.age(at(100)));
        assertFalse(backlog.isStuck(at(100)));
    }

    @Test
    void theAgeIsThatOfTheOldestThatWaits() {
        backlog.contained(10, at(0));
        backlog.heard(12, at(1));
        backlog.heard(20, at(4));
        backlog.heard(30, at(8));
        assertEquals(20, backlog.items());
        assertEquals(9, age(10));
        backlog.contained(12, at(10));
        assertEquals(6, age(10), "what was heard of at 4 is the oldest now");
        backlog.contained(29, at(11));
        assertEquals(4, age(12));
        backlog.contained(30, at(13));
        assertEquals(0, age(13));
        assertEquals(0, backlog.items());
    }

    /** Steady work with something always waiting is no lag that grows. */
    @Test
    void aSmallBacklogThatIsAlwaysThereStaysYoung() {
        long position = 0;
        for (int second = 1; second < 1000; second++) {
            backlog.heard(position + 100, at(second));
            backlog.contained(position + 60, at(second + 0.5));
            position += 50;
            assertTrue(age(second + 0.5) < 4, "grown to " + age(second + 0.5));
        }
    }

    @Test
    void aLongBacklogIsRememberedInFewMarksAndNearlyRight() {
        backlog.contained(0, at(0));
        for (int tenth = 1; tenth <= 36_000; tenth++) {
            backlog.heard(tenth, at(tenth / 10.0));
        }
        assertEquals(36_000, backlog.items());
        assertEquals(3600 - 0.1, age(3600), 0.001);
        backlog.contained(18_000, at(3600));
        assertTrue(Math.abs(age(3600) - 1800) < 1800 / 16.0, "is " + age(3600));
    }

    @Test
    void itIsStuckAfterHalfAMinuteWithoutProgressAndNotWhenNothingWaits() {
        backlog.contained(10, at(0));
        assertFalse(backlog.isStuck(at(1000)), "idle");
        backlog.heard(11, at(1000));
        assertFalse(backlog.isStuck(at(1029)), "since it waits, not since the last progress");
        backlog.heard(12, at(1029));
        assertTrue(backlog.isStuck(at(1031)), "more that comes is no progress");
        backlog.contained(11, at(1032));
        assertFalse(backlog.isStuck(at(1033)));
        assertTrue(backlog.isStuck(at(1063)), "what is left waits again");
        backlog.contained(12, at(1064));
        assertFalse(backlog.isStuck(at(2000)));
    }

    @Test
    void whatAnotherReaderTookIsForgotten() {
        backlog.contained(10, at(0));
        backlog.heard(50, at(1));
        backlog.forget();
        assertEquals(0, backlog.items());
        assertEquals(0, age(100));
        assertFalse(backlog.isStuck(at(100)));
    }
}
