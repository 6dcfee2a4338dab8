package io.onefold.kit.feed;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the waiters of this replica, and through Redis those of the others, that something was committed. Only a hint: every waiter looks
 * for itself at least once a second, so a lost one costs time and nothing else.
 */
@ApplicationScoped
public class Wakeups {
    private static final Logger LOG = Logger.getLogger(Wakeups.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReactivePubSubCommands<String> redis;
    private final String channel;
    private final String self = UUID.randomUUID().toString();
    private long generation;
    private @Nullable Cancellable subscription;

    public Wakeups(ReactiveRedisDataSource redis, @ConfigProperty(name = "onefold.area") String area) {
        this.redis = redis.pubsub(String.class);
        this.channel = "onefold:" + area + ":wakeups";
    }

    void listen(@Observes StartupEvent start) {
        // Subscribed anew for ever: while Redis is away, waiters go by their own looks.
        subscription = redis.subscribe(channel)
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(5))
                .indefinitely()
                .subscribe()
                .with(this::heard, failure -> LOG.warnf("wake-ups of other replicas are off: %s", failure));
    }

    void close(@Observes ShutdownEvent stop) {
        if (subscription != null) {
            subscription.cancel();
        }
        wakeHere();
    }

    /** To be called after the commit, never inside the transaction. */
    public void signal() {
        wakeHere();
        redis.publish(channel, self)
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("no wake-up sent: %s", failure));
    }

    private void heard(String sender) {
        if (!sender.equals(self)) {
            wakeHere();
        }
    }

    void wakeHere() {
        lock.lock();
        try {
            generation++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A mark to take before looking, for {@link #await}: what is signalled after it is never slept through. */
    public long mark() {
        lock.lock();
        try {
            return generation;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same, but for a moment at least: for whoever need not hurry, and would be woken by every commit to find that it did not concern
     * him.
     */
    public void await(long mark, Duration atLeast, Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        await(mark, atMost);
        TimeUnit.NANOSECONDS.sleep(atLeast.toNanos() - (System.nanoTime() - start));
    }

    /** Waits until something was signalled since the mark, or for the time given. */
    public void await(long mark, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (generation == mark && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
