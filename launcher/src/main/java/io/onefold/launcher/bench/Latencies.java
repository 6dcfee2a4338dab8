package io.onefold.launcher.bench;

import java.util.Arrays;

/** Durations of single calls, in nanoseconds. */
final class Latencies {
    private final long[] nanos;
    private int count;

    Latencies(int capacity) {
        this.nanos = new long[capacity];
    }

    void time(Runnable call) {
        long start = System.nanoTime();
        call.run();
        nanos[count++] = System.nanoTime() - start;
    }

    double millisAt(double quantile) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (quantile * count))] / 1e6;
    }
}
