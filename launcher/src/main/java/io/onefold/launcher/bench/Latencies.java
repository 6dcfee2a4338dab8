package io.onefold.launcher.bench;

import java.util.Arrays;
import java.util.Locale;

/** Durations of single things, in nanoseconds; threads may add to it at once. */
final class Latencies {
    private static final int FEW = 1024;

    private long[] nanos = new long[FEW];
    private int count;

    void time(Runnable call) {
        long start = System.nanoTime();
        call.run();
        add(System.nanoTime() - start);
    }

    synchronized void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    synchronized int count() {
        return count;
    }

    synchronized double millisAt(double quantile) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (quantile * count))] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %8.2f ms, p99 %8.2f ms", millisAt(0.5), millisAt(0.99));
    }
}
