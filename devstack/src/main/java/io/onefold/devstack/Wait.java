package io.onefold.devstack;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for something outside this JVM that can only be asked, not listened to. */
public final class Wait {

    private static final long PAUSE_MILLIS = 20;

    private Wait() {}

    /** Returns as soon as the condition holds; fails with what was awaited when it does not within the limit. */
    public static void until(Duration limit, String what, Callable<Boolean> condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                throw StackException.cannotRun("waited %d s in vain until: %s".formatted(limit.toSeconds(), what));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws InterruptedException {
        try {
            return condition.call();
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw StackException.cannotRun(String.valueOf(e.getMessage()), e);
        }
    }
}
