package io.onefold.launcher.bench;

import java.util.concurrent.locks.LockSupport;

/** Instants at a fixed rate. They do not depend on how long anything takes, so that a slow answer delays no later question. */
final class Pace {
    private final long start = System.nanoTime();
    private final double interval;
    private long next;

    Pace(double perSecond) {
        this.interval = 1e9 / perSecond;
    }

    /** Waits for the next instant, not at all when it has passed; gives it, in nanoseconds of {@link System#nanoTime}. */
    long awaitNext() {
        long due = start + (long) (next++ * interval);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return due;
    }
}
