package io.onefold.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandstillTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void whatChangesInTheMeantimeBeginsAnew() {
        Standstill still = new Standstill(Duration.ofSeconds(25));
        assertFalse(still.reached(3, 0));
        assertFalse(still.reached(3, 24 * SECOND));
        // The mail that should not have come.
        assertFalse(still.reached(4, 25 * SECOND));
        assertFalse(still.reached(4, 49 * SECOND));
        assertTrue(still.reached(4, 51 * SECOND));
    }

    @Test
    void nothingAtAllIsACountAsWell() {
        Standstill still = new Standstill(Duration.ofSeconds(25));
        assertFalse(still.reached(0, 5 * SECOND));
        assertTrue(still.reached(0, 31 * SECOND));
    }
}
