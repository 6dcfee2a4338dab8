package io.onefold.launcher.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;

/** Picks the days at whose ends the members are looked at. */
final class Days {
    /** Of the days looked at, one in so many is among the last ones, where the windows that people ask for lie. */
    private static final int LAST = 4;

    private Days() {}

    /** The ends of {@code count} days, or of all when there are no more: spread evenly, and the last ones. */
    static List<Instant> ends(Instant begin, Instant end, int count) {
        Instant first = begin.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        int all = Math.max(1, (int) ChronoUnit.DAYS.between(first, end) + 1);
        TreeSet<Instant> ends = new TreeSet<>();
        int last = Math.min(all, Math.max(1, count / LAST));
        for (int i = 0; i < last; i++) {
            ends.add(end.minus(i, ChronoUnit.DAYS));
        }
        int spread = Math.min(all, count) - last;
        for (int i = 0; i < spread; i++) {
            ends.add(first.plus((long) i * (all - last) / spread, ChronoUnit.DAYS));
        }
        return List.copyOf(ends);
    }
}
