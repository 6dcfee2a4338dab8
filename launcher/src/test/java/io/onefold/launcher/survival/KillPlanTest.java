package io.onefold.launcher.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillPlanTest {

    @Test
    void killsAreSpreadEvenlyAndTheImportGoesOnForHalfAStep() {
        KillPlan plan = new KillPlan(2, 4, 1_000);
        assertEquals(8, plan.kills());
        assertEquals(100, plan.due(0));
        assertEquals(150, plan.limit(0));
        assertEquals(800, plan.due(7));
    }

    /** Whoever sends must be let through to what the kill waits for, or both wait for ever. */
    @ParameterizedTest
    @CsvSource({"1, 8, 1017", "3, 8, 10", "2, 8, 3", "1, 1, 1", "50, 8, 2000000000"})
    void nobodyWaitsForTheOtherForEver(int rounds, int victims, int rows) {
        KillPlan plan = new KillPlan(rounds, victims, rows);
        for (int kill = 0; kill < plan.kills(); kill++) {
            assertTrue(plan.due(kill) < plan.limit(kill), "kill " + kill + " is due before who sends is held up");
            assertTrue(plan.limit(kill) <= rows, "all comes back from kill " + kill + " before all is sent");
        }
    }

    @Test
    void aPlanThatKillsNobodyIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new KillPlan(0, 8, 1000));
        assertThrows(IllegalArgumentException.class, () -> new KillPlan(1, 8, 0));
    }
}
