package io.onefold.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaysTest {
    private static final Instant BEGIN = Instant.parse("2010-11-30T23:59:59.999Z");
    private static final Instant END = Instant.parse("2011-12-10T00:00:00Z");

    @Test
    void aYearIsLookedAtAllOverAndAtItsEnd() {
        List<Instant> ends = Days.ends(BEGIN, END, 40);
        assertEquals(40, ends.size());
        assertEquals(Instant.parse("2010-12-01T00:00:00Z"), ends.get(0));
        assertEquals(END, ends.get(39));
        assertEquals(END.minus(9, ChronoUnit.DAYS), ends.get(30));
        for (int i = 1; i < ends.size(); i++) {
            long days = ChronoUnit.DAYS.between(ends.get(i - 1), ends.get(i));
            assertTrue(days >= 1 && days <= 13, ends.get(i) + " is " + days + " days after the one before");
        }
    }

    @Test
    void whereThereAreFewerDaysAllAreLookedAt() {
        assertEquals(375, Days.ends(BEGIN, END, 399).size());
        assertEquals(
                3,
                Days.ends(END.minus(2, ChronoUnit.DAYS).minusMillis(1), END, 40).size());
        assertEquals(List.of(END), Days.ends(END.minusSeconds(5), END, 40));
        assertEquals(List.of(END), Days.ends(BEGIN, END, 1));
    }
}
