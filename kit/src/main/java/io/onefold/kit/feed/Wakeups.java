package io.onefold.kit.feed;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
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
    /** A message that is not through by then holds up no other. */
    private static final long LONGEST_SENDING = TimeUnit.SECONDS.toNanos(5);

    private static final String SEPARATOR = "/";

    /** What is waited for: who waits for one thing is not to look at the database for another. */
    public enum Topic {
        /** Items of this service's own feed. */
        FEED,
        /** What calls wait for: how far the feeds before this service are applied, and what follows from it. */
        PROGRESS,
        /** What the service's own threads have to do. */
        WORK
    }

    private final ReactivePubSubCommands<String> redis;
    private final String channel;
    private final String self = UUID.randomUUID().toString();
    private final Map<Topic, Line> lines = new EnumMap<>(Topic.class);
    private final ReentrantLock sending = new ReentrantLock();
    private final Set<Topic> unsent = EnumSet.noneOf(Topic.class);
    private @Nullable Long sendingSince;
    private @Nullable Cancellable subscription;

    /** Those who wait for one thing. */
    private static final class Line {
        final ReentrantLock lock = new ReentrantLock();
        final Condition changed = lock.newCondition();
        final Map<Integer, Long> ofPartitions = new HashMap<>();
        long ofAll;

        /** Rises with every signal that concerns one of these; of none: with those that concern all. */
        long generation(Collection<Integer> partitions) {
            long sum = ofAll;
            for (Integer partition : partitions) {
                sum += ofPartitions.getOrDefault(partition, 0L);
            }
            return sum;
        }
    }

    public Wakeups(ReactiveRedisDataSource redis, @ConfigProperty(name = "onefold.area") String area) {
        this.redis = redis.pubsub(String.class);
        this.channel = "onefold:" + area + ":wakeups";
        for (Topic topic : Topic.values()) {
            lines.put(topic, new Line());
        }
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
        lines.keySet().forEach(this::wakeHere);
    }

    /** To be called after the commit, never inside the transaction: see {@link io.onefold.kit.sql.Transaction#afterCommit}. */
    public void signal(Topic topic) {
        wakeHere(topic);
        tellOthers(topic);
    }

    /** That items were appended to some partitions of the feed. */
    void signalItems(Collection<Integer> partitions) {
        Line line = line(Topic.FEED);
        line.lock.lock();
        try {
            partitions.forEach(partition -> line.ofPartitions.merge(partition, 1L, Long::sum));
            line.changed.signalAll();
        } finally {
            line.lock.unlock();
        }
        tellOthers(Topic.FEED);
    }

    private void tellOthers(Topic topic) {
        sending.lock();
        try {
            unsent.add(topic);
            sendUnlessSending();
        } finally {
            sending.unlock();
        }
    }

    /** What is signalled while a message is on its way goes with the next one. Under the lock. */
    private void sendUnlessSending() {
        long now = System.nanoTime();
        boolean isSending = sendingSince != null && now - sendingSince < LONGEST_SENDING;
        if (isSending || unsent.isEmpty()) {
            return;
        }
        String message = self + SEPARATOR + unsent.stream().map(Topic::name).collect(Collectors.joining(SEPARATOR));
        unsent.clear();
        sendingSince = now;
        redis.publish(channel, message).subscribe().with(done -> sent(), failure -> {
            LOG.debugf("no wake-up sent: %s", failure);
            sent();
        });
    }

    private void sent() {
        sending.lock();
        try {
            sendingSince = null;
            sendUnlessSending();
        } finally {
            sending.unlock();
        }
    }

    private void heard(String message) {
        List<String> parts = List.of(message.split(SEPARATOR, -1));
        if (!parts.get(0).equals(self)) {
            // A replica of an older version names no topic.
            lines.keySet().stream()
                    .filter(topic -> parts.size() == 1 || parts.contains(topic.name()))
                    .forEach(this::wakeHere);
        }
    }

    void wakeHere(Topic topic) {
        Line line = line(topic);
        line.lock.lock();
        try {
            line.ofAll++;
            line.changed.signalAll();
        } finally {
            line.lock.unlock();
        }
    }

    private Line line(Topic topic) {
        return Objects.requireNonNull(lines.get(topic));
    }

    /** A mark to take before looking, for {@link #await}: what is signalled after it is never slept through. */
    public long mark(Topic topic) {
        return mark(topic, List.of());
    }

    /** The same for whoever reads some partitions of the feed. */
    long markItems(Collection<Integer> partitions) {
        return mark(Topic.FEED, partitions);
    }

    private long mark(Topic topic, Collection<Integer> partitions) {
        Line line = line(topic);
        line.lock.lock();
        try {
            return line.generation(partitions);
        } finally {
            line.lock.unlock();
        }
    }

    /**
     * The same, but for a moment at least: for whoever need not hurry, and would be woken by many commits that do not concern him.
     */
    public void await(Topic topic, long mark, Duration atLeast, Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        await(topic, mark, atMost);
        TimeUnit.NANOSECONDS.sleep(atLeast.toNanos() - (System.nanoTime() - start));
    }

    /** Waits until something was signalled since the mark, or for the time given. */
    public void await(Topic topic, long mark, Duration atMost) throws InterruptedException {
        await(topic, List.of(), mark, atMost);
    }

    /** Waits until items were appended to one of these partitions since the mark, or for the time given. */
    void awaitItems(Collection<Integer> partitions, long mark, Duration atMost) throws InterruptedException {
        await(Topic.FEED, partitions, mark, atMost);
    }

    private void await(Topic topic, Collection<Integer> partitions, long mark, Duration atMost)
            throws InterruptedException {
        Line line = line(topic);
        long left = atMost.toNanos();
        line.lock.lock();
        try {
            while (line.generation(partitions) == mark && left > 0) {
                left = line.changed.awaitNanos(left);
            }
        } finally {
            line.lock.unlock();
        }
    }
}
