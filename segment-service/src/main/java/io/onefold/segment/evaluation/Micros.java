package io.onefold.segment.evaluation;

import java.time.Duration;
import java.time.Instant;

/** Instants as microseconds since 1970, which is what the tables keep; what lies beyond stays at the ends of the range. */
public final class Micros {
    static final long MIN = Long.MIN_VALUE;
    /** Later than every instant: never. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long PER_SECOND = 1_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / PER_SECOND - 1;

    private Micros() {}

    public static long of(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds > MOST_SECONDS) {
            return NEVER;
        }
        return seconds < -MOST_SECONDS ? MIN : seconds * PER_SECOND + instant.getNano() / 1_000;
    }

    static long of(Duration duration) {
        return duration.getSeconds() * PER_SECOND;
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }

    static long plus(long at, long distance) {
        return at > NEVER - distance ? NEVER : at + distance;
    }

    static long minus(long at, long distance) {
        return at < MIN + distance ? MIN : at - distance;
    }

    /** How many of the sorted times are not after the instant. */
    static int upTo(long[] sorted, long at) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many of the sorted times are before the instant. */
    static int before(long[] sorted, long at) {
        return at == MIN ? 0 : upTo(sorted, at - 1);
    }
}
