package io.onefold.kit.support;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Waits for conditions. */
public final class Steady {
    private static final long LOOK_NANOS = 20_000_000L;
    /** Two minutes at least: who is reached sooner waits no longer, and a busy machine takes its time. */
    private static final int LOOKS = 6_000;

    private static final int STILL = 75;

    private Steady() {}

    public static void reach(BooleanSupplier condition, String otherwise) {
        for (int look = 0; look < LOOKS; look++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        fail(otherwise);
    }

    /** The value that a number comes to rest at: longer than any re-check of a waiter. */
    public static int value(IntSupplier number) {
        int last = number.getAsInt();
        int still = 0;
        while (still < STILL) {
            LockSupport.parkNanos(LOOK_NANOS);
            int now = number.getAsInt();
            still = now == last ? still + 1 : 0;
            last = now;
        }
        return last;
    }
}
