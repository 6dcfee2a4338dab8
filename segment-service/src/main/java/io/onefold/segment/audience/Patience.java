package io.onefold.segment.audience;

import io.grpc.Context;
import io.grpc.Deadline;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.feed.Wakeups.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets a call wait until something holds: within its deadline, at most as long as for a consistency token, and not too many at once. */
@ApplicationScoped
public class Patience {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    /** The answer needs some of the caller's time to arrive before its deadline. */
    private static final Duration RETURN_TIME = Duration.ofMillis(100);

    private final Wakeups wakeups;
    private final FeedConfig config;
    private final Semaphore waiters;

    Patience(Wakeups wakeups, FeedConfig config) {
        this.wakeups = wakeups;
        this.config = config;
        this.waiters = new Semaphore(config.maxTokenWaiters());
    }

    /** Of the call that is served on this thread; to be taken when it begins. */
    public Deadline deadline() {
        Deadline longest = Deadline.after(config.maxTokenWait().toMillis(), TimeUnit.MILLISECONDS);
        Deadline ofCall = Context.current().getDeadline();
        return ofCall == null
                ? longest
                : longest.minimum(ofCall.offset(-RETURN_TIME.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Waits; false when it still does not hold at the deadline. */
    public boolean await(Deadline deadline, BooleanSupplier holds) {
        if (holds.getAsBoolean()) {
            return true;
        }
        if (!waiters.tryAcquire()) {
            throw Failures.overloaded("too many calls wait for an audience", RETRY_DELAY);
        }
        try {
            return awaitUntil(deadline, holds);
        } finally {
            waiters.release();
        }
    }

    private boolean awaitUntil(Deadline deadline, BooleanSupplier holds) {
        while (true) {
            long mark = wakeups.mark(Topic.PROGRESS);
            if (holds.getAsBoolean()) {
                return true;
            }
            long left = deadline.timeRemaining(TimeUnit.MILLISECONDS);
            if (left <= 0) {
                return false;
            }
            try {
                wakeups.await(
                        Topic.PROGRESS,
                        mark,
                        Duration.ofMillis(Math.min(left, config.recheck().toMillis())));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw Failures.unavailable("the service is stopping", RETRY_DELAY);
            }
        }
    }
}
