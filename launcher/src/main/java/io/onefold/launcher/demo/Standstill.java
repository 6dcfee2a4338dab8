package io.onefold.launcher.demo;

import java.time.Duration;

/** Whether a count has not changed for some time. */
final class Standstill {
    private final long leastNanos;
    private long count = -1;
    private long since;

    Standstill(Duration least) {
        this.leastNanos = least.toNanos();
    }

    /** @param nanos when it was counted, by {@link System#nanoTime} */
    boolean reached(long counted, long nanos) {
        if (counted != count) {
            count = counted;
            since = nanos;
        }
        return nanos - since > leastNanos;
    }
}
