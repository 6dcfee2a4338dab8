package io.onefold.segment.evaluation;

import java.util.ArrayList;
import java.util.List;

/** The only instants at which a rule's value can change. They are looked up one by one, never listed. */
final class Moments {
    /** Sorted times, each moved by the same distance. */
    private record Row(long[] times, long distance) {
        long after(long at) {
            int next = Micros.upTo(times, Micros.minus(at, distance));
            return next == times.length ? Micros.NEVER : Micros.plus(times[next], distance);
        }

        long upTo(long at) {
            int next = Micros.upTo(times, Micros.minus(at, distance));
            return next == 0 ? Micros.MIN : Micros.plus(times[next - 1], distance);
        }
    }

    private final List<Row> rows = new ArrayList<>();

    /** @param sorted in order */
    void add(long[] sorted) {
        add(sorted, 0);
    }

    /** For each of the times when it leaves the window. */
    void addEnds(long[] sorted, long window) {
        if (window != Micros.NEVER) {
            add(sorted, window);
        }
    }

    private void add(long[] sorted, long distance) {
        if (sorted.length > 0) {
            rows.add(new Row(sorted, distance));
        }
    }

    /** The first one after the instant, or {@link Micros#NEVER}. */
    long after(long at) {
        long first = Micros.NEVER;
        for (Row row : rows) {
            first = Math.min(first, row.after(at));
        }
        return first;
    }

    /** The last one up to the instant, or {@link Micros#MIN}. */
    long upTo(long at) {
        long last = Micros.MIN;
        for (Row row : rows) {
            last = Math.max(last, row.upTo(at));
        }
        return last;
    }
}
