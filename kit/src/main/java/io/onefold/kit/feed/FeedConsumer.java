package io.onefold.kit.feed;

import io.grpc.Context;
import io.onefold.kit.log.Wordless;
import io.onefold.kit.sql.Database;
import io.onefold.proto.type.v1.PartitionCursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one upstream feed and applies it: opens the Watch RPC from the committed cursors, and commits each response's effect together
 * with the cursors that follow it. Whatever fails, it goes on from what is committed; what fails alone, for ever, is set aside.
 */
public final class FeedConsumer<R, T> {
    private static final Logger LOG = Logger.getLogger(FeedConsumer.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(5);
    /** A pause that long comes after a second and a half of failing: not every blip is to move a lane to another replica. */
    private static final Duration LONG_AWAY = Duration.ofMillis(500);

    private final Upstream<R, T> upstream;
    private final FeedEffect<T> effect;
    private final Parts parts;
    private final FeedMetrics.Watched watched;
    private final List<Lane> lanes = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** The machinery that every consumer needs. */
    public record Parts(
            Database database,
            CursorStore cursors,
            Leases leases,
            Wakeups wakeups,
            ClockRelay relay,
            FeedConfig config,
            FeedMetrics metrics) {}

    public FeedConsumer(Upstream<R, T> upstream, FeedEffect<T> effect, Parts parts) {
        this.upstream = upstream;
        this.effect = effect;
        this.parts = parts;
        this.watched = parts.metrics.of(upstream.feed());
    }

    /** Starts a thread per lane. */
    public void start() {
        Partitions partitions = new Partitions(parts.config.partitions());
        int count = Math.min(parts.config.lanes(), partitions.count());
        for (int lane = 0; lane < count; lane++) {
            int number = lane;
            List<Integer> share =
                    partitions.all().stream().filter(p -> p % count == number).toList();
            Lane started = new Lane(number, share);
            lanes.add(started);
            watched.standing().started(number, started.thread);
            started.thread.start();
        }
    }

    /** Stops reading; what is being committed is finished first. */
    public void stop() {
        stopping.countDown();
        lanes.forEach(Lane::close);
        watched.standing().stopped();
    }

    private final class Lane {
        private final int number;
        private final List<Integer> partitions;
        private final Thread thread;
        private final UUID holder = UUID.randomUUID();
        private volatile Context.@Nullable CancellableContext open;
        private Duration backoff = FIRST_BACKOFF;
        private boolean begun;
        private final LaneCommits<T> commits;

        Lane(int number, List<Integer> partitions) {
            this.number = number;
            this.partitions = partitions;
            this.commits = new LaneCommits<>(upstream, effect, parts, watched, number);
            this.thread = new Thread(this::run, "feed-" + upstream.feed() + "-" + number);
            this.thread.setDaemon(true);
        }

        void close() {
            Context.CancellableContext watching = open;
            if (watching != null) {
                watching.cancel(null);
            }
            try {
                thread.join(Duration.ofSeconds(10).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            giveBack();
        }

        /** Another replica may reach what this one does not: it can have the lane as soon as it asks. */
        private void giveBack() {
            try {
                parts.leases.release(upstream.feed(), number, holder);
            } catch (RuntimeException away) {
                LOG.infof("a lease was not given back and will expire: %s", away.getMessage());
            }
        }

        private void run() {
            while (stopping.getCount() > 0) {
                try {
                    if (parts.leases.acquire(upstream.feed(), number, holder)) {
                        follow();
                    } else {
                        watched.standing().leaves(number, partitions);
                        pause(parts.config.leaseTime().dividedBy(4));
                    }
                } catch (CursorStore.Moved moved) {
                    LOG.infof("%s; going on from what is committed", moved.getMessage());
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RuntimeException | Error failure) {
                    // An Error as well, such as a StackOverflowError on an item that nests too deep: the lane must not
                    // end with it.
                    tryRecover(failure);
                }
            }
        }

        private void tryRecover(Throwable failure) {
            try {
                recover(failure);
            } catch (RuntimeException again) {
                LOG.warnf(Wordless.of(again), "feed %s, lane %d could not recover", upstream.feed(), number);
                backOff();
            }
        }

        private void recover(Throwable failure) {
            if (stopping.getCount() == 0) {
                return;
            }
            OptionalInt lost = LaneFailure.lostPartition(failure);
            if (lost.isPresent()) {
                watched.standing().lost(number, lost.getAsInt());
                beginAnew(lost.getAsInt());
                watched.beginsAnew(number);
                return;
            }
            watched.failed(number);
            if (LaneFailure.isAway(failure)) {
                LOG.infof("feed %s: %s; trying again in %s", upstream.feed(), failure.getMessage(), backoff);
                if (backoff.compareTo(LONG_AWAY) > 0) {
                    giveBack();
                }
            } else {
                commits.failed();
                LOG.warnf(
                        Wordless.of(failure),
                        "feed %s, lane %d failed; trying again in %s",
                        upstream.feed(),
                        number,
                        backoff);
            }
            backOff();
        }

        private void backOff() {
            try {
                pause(backoff);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
            Duration doubled = backoff.multipliedBy(2);
            backoff = doubled.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : doubled;
        }

        private void pause(Duration time) throws InterruptedException {
            boolean stop = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
            if (stop) {
                LOG.debugf("lane %d of %s stops", number, upstream.feed());
            }
        }

        private void follow() throws InterruptedException {
            Map<Integer, Cursor> cursors = committed();
            if (!begun && cursors.size() < partitions.size()) {
                // Nobody here knows whether the upstream was restored since: a lost cursor would tell.
                upstream.begunAnew();
            }
            begun = true;
            watched.standing().opens(number, partitions, cursors, committedTicks());
            Context.CancellableContext watching = Context.current().withCancellation();
            open = watching;
            try (LeaseKeeper keeper = parts.leases.keep(upstream.feed(), number, holder, () -> watching.cancel(null))) {
                Context before = watching.attach();
                try {
                    drain(upstream.watch(requests(cursors), parts.config.maxItems()), cursors);
                } finally {
                    watching.detach(before);
                }
            } finally {
                open = null;
                watching.cancel(null);
            }
        }

        private Map<Integer, Cursor> committed() {
            Map<Integer, CursorStore.Standing> standings =
                    parts.database.snapshot(tx -> parts.cursors.read(tx, upstream.feed()));
            Map<Integer, Cursor> cursors = new HashMap<>();
            for (Integer partition : partitions) {
                CursorStore.Standing standing = standings.get(partition);
                if (standing != null) {
                    cursors.put(partition, standing.cursor());
                }
            }
            return cursors;
        }

        private Map<Integer, Instant> committedTicks() {
            return parts.database
                    .snapshot(tx -> parts.cursors.ticks(tx, upstream.feed()))
                    .getOrDefault("", Map.of());
        }

        private List<PartitionCursor> requests(Map<Integer, Cursor> cursors) {
            return partitions.stream()
                    .map(partition -> {
                        Cursor cursor = cursors.get(partition);
                        return PartitionCursor.newBuilder()
                                .setPartition(partition)
                                .setCursor(cursor == null || cursor.position() == 0 ? "" : cursor.encode())
                                .build();
                    })
                    .toList();
        }

        private void drain(Iterator<R> responses, Map<Integer, Cursor> cursors) {
            while (responses.hasNext()) {
                List<FeedBatch<T>> batches = new ArrayList<>();
                for (ReceivedBatch<T> received : upstream.batches(responses.next())) {
                    batches.add(received.placed(cursors));
                }
                watched.standing().heard(number, batches);
                commits.commit(batches);
                batches.forEach(batch -> cursors.put(batch.partition(), batch.next()));
                backoff = FIRST_BACKOFF;
            }
        }

        /**
         * The upstream's store was restored, and what the cursor stands for is no more: reads the partition from its beginning. Effects
         * are idempotent.
         */
        private void beginAnew(int partition) {
            Optional<Cursor> lost = Optional.ofNullable(committed().get(partition));
            LOG.warnf(
                    "feed %s: the cursor of partition %d is lost (%s); reading it from the beginning",
                    upstream.feed(), partition, lost);
            upstream.begunAnew();
            lost.ifPresent(cursor ->
                    parts.database.inTransaction(tx -> parts.cursors.forget(tx, upstream.feed(), partition, cursor)));
        }
    }
}
