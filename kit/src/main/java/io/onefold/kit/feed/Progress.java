package io.onefold.kit.feed;

import io.grpc.Context;
import io.grpc.Deadline;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.Wakeups.Topic;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * How much of the feeds before it this service has applied, and the wait for a consistency token. Read from the committed cursors, so any
 * replica can answer.
 */
@ApplicationScoped
public class Progress {
    private static final Duration RETRY_DELAY = Duration.ofMillis(200);
    /** The answer needs some of the caller's time to arrive before its deadline. */
    private static final Duration RETURN_TIME = Duration.ofMillis(100);

    private final Database database;
    private final CursorStore cursors;
    private final Wakeups wakeups;
    private final FeedConfig config;
    private final Semaphore waiters;

    public Progress(Database database, CursorStore cursors, Wakeups wakeups, FeedConfig config) {
        this.database = database;
        this.cursors = cursors;
        this.wakeups = wakeups;
        this.config = config;
        this.waiters = new Semaphore(config.maxTokenWaiters());
    }

    /** For a service whose upstreams are the feeds of the token: waits until they are applied. */
    public void await(ConsistencyToken token, String... upstreams) {
        await(token, UnaryOperator.identity(), upstreams);
    }

    /**
     * Waits until everything that the token stands for is applied, within the caller's deadline.
     *
     * @param translate asks upstream what a token of a feed further up is in the upstream's own feed; only asked when the answer does not
     *     already stand in the cursors
     * @param upstreams the feeds that this service reads
     */
    public void await(ConsistencyToken token, UnaryOperator<ConsistencyToken> translate, String... upstreams) {
        if (token.isEmpty()) {
            return;
        }
        Deadline deadline = deadline();
        if (isApplied(token, upstreams)) {
            return;
        }
        if (!waiters.tryAcquire()) {
            throw Failures.overloaded("too many calls wait for a consistency token", RETRY_DELAY);
        }
        try {
            awaitUntil(deadline, translate.apply(token), upstreams);
        } finally {
            waiters.release();
        }
    }

    /**
     * For work that has time, such as a rebuild: waits until everything that the token stands for is applied, for as long as what is missing
     * of it becomes less. Gives up when nothing of that was applied for the longest wait of a call.
     *
     * @param upstreams the feeds that this service reads; the token is of these
     */
    public void awaitWhileItMoves(ConsistencyToken token, String... upstreams) {
        Map<String, Map<Integer, Long>> behind = Map.of();
        Deadline deadline = deadline();
        while (true) {
            long mark = wakeups.mark(Topic.PROGRESS);
            Map<String, Map<Integer, Long>> now =
                    database.snapshot(tx -> standings(tx, upstreams).behind(token));
            if (now.isEmpty()) {
                return;
            }
            if (!now.equals(behind)) {
                behind = now;
                deadline = deadline();
            }
            long left = deadline.timeRemaining(TimeUnit.MILLISECONDS);
            if (left <= 0) {
                throw Failures.unavailable(
                        "nothing was applied for " + config.maxTokenWait() + " of what is waited for: "
                                + behind.keySet(),
                        RETRY_DELAY);
            }
            pause(mark, Math.min(left, config.recheck().toMillis()));
        }
    }

    private void awaitUntil(Deadline deadline, ConsistencyToken near, String... upstreams) {
        while (true) {
            long mark = wakeups.mark(Topic.PROGRESS);
            if (isApplied(near, upstreams)) {
                return;
            }
            long left = deadline.timeRemaining(TimeUnit.MILLISECONDS);
            if (left <= 0) {
                throw Failures.notYetConsistent(RETRY_DELAY);
            }
            pause(mark, Math.min(left, config.recheck().toMillis()));
        }
    }

    private void pause(long mark, long millis) {
        try {
            wakeups.await(Topic.PROGRESS, mark, Duration.ofMillis(millis));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failures.notYetConsistent(RETRY_DELAY);
        }
    }

    private Deadline deadline() {
        Deadline longest = Deadline.after(config.maxTokenWait().toMillis(), TimeUnit.MILLISECONDS);
        Deadline ofCall = Context.current().getDeadline();
        return ofCall == null
                ? longest
                : longest.minimum(ofCall.offset(-RETURN_TIME.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Whether everything that the token stands for is applied by now. */
    public boolean isApplied(ConsistencyToken token, String... upstreams) {
        return database.snapshot(tx -> {
            Standings standings = standings(tx, upstreams);
            return token.feeds().entrySet().stream().allMatch(e -> standings.satisfy(e.getKey(), e.getValue()));
        });
    }

    /** What this service's state contains in the caller's snapshot: for the header of its own feed's batches. */
    public ConsistencyToken contained(Transaction tx, String... upstreams) {
        return standings(tx, upstreams).contained();
    }

    private Standings standings(Transaction tx, String... upstreams) {
        Map<String, Map<Integer, CursorStore.Standing>> byFeed = new HashMap<>();
        for (String upstream : upstreams) {
            byFeed.put(upstream, cursors.read(tx, upstream));
        }
        return new Standings(byFeed, config.partitions());
    }

    /** All cursors of one snapshot. */
    private record Standings(Map<String, Map<Integer, CursorStore.Standing>> byFeed, int partitions) {

        boolean satisfy(String feed, ConsistencyToken.Positions asked) {
            Map<Integer, CursorStore.Standing> standings = byFeed.get(feed);
            if (standings == null) {
                return furtherUp(feed, asked);
            }
            return asked.byPartition().entrySet().stream().allMatch(e -> {
                CursorStore.Standing standing = standings.get(e.getKey());
                if (standing == null) {
                    return e.getValue() == 0;
                }
                // A restored store keeps the positions of what survived: a later epoch goes on from them.
                return standing.cursor().epoch() >= asked.epoch()
                        && standing.cursor().position() >= e.getValue()
                        && counts(standing);
            });
        }

        /** Where each partition stands in which a feed of the token is not applied as far as the token says. */
        Map<String, Map<Integer, Long>> behind(ConsistencyToken token) {
            Map<String, Map<Integer, Long>> behind = new HashMap<>();
            token.feeds()
                    .forEach((feed, asked) -> asked.byPartition().forEach((partition, position) -> {
                        ConsistencyToken.Positions one =
                                new ConsistencyToken.Positions(asked.epoch(), Map.of(partition, position));
                        if (!satisfy(feed, one)) {
                            CursorStore.Standing standing =
                                    byFeed.getOrDefault(feed, Map.of()).get(partition);
                            behind.computeIfAbsent(feed, any -> new HashMap<>())
                                    .put(
                                            partition,
                                            standing == null
                                                    ? 0
                                                    : standing.cursor().position());
                        }
                    }));
            return behind;
        }

        /** Whether a cursor's position counts as progress: what it requires is applied as well. */
        private boolean counts(CursorStore.Standing standing) {
            return standing.requires()
                    .map(required ->
                            required.feeds().entrySet().stream().allMatch(e -> satisfy(e.getKey(), e.getValue())))
                    .orElse(true);
        }

        /** Satisfied when every partition of some upstream is known to contain it. */
        private boolean furtherUp(String feed, ConsistencyToken.Positions asked) {
            return byFeed.values().stream()
                    .anyMatch(standings -> standings.size() == partitions
                            && standings.values().stream()
                                    .allMatch(s -> s.contains()
                                            .flatMap(c -> Optional.ofNullable(
                                                    c.feeds().get(feed)))
                                            .filter(known -> covers(known, asked))
                                            .isPresent()));
        }

        private static boolean covers(ConsistencyToken.Positions known, ConsistencyToken.Positions asked) {
            return known.epoch() >= asked.epoch()
                    && asked.byPartition().entrySet().stream()
                            .allMatch(e -> known.byPartition().getOrDefault(e.getKey(), 0L) >= e.getValue());
        }

        ConsistencyToken contained() {
            ConsistencyToken all = ConsistencyToken.NONE;
            for (Map.Entry<String, Map<Integer, CursorStore.Standing>> feed : byFeed.entrySet()) {
                Map<Long, Map<Integer, Long>> byEpoch = new HashMap<>();
                feed.getValue().forEach((partition, standing) -> {
                    if (counts(standing)) {
                        byEpoch.computeIfAbsent(standing.cursor().epoch(), epoch -> new HashMap<>())
                                .put(partition, standing.cursor().position());
                    }
                });
                for (Map.Entry<Long, Map<Integer, Long>> positions : byEpoch.entrySet()) {
                    all = all.and(ConsistencyToken.of(feed.getKey(), positions.getKey(), positions.getValue()));
                }
            }
            return all;
        }
    }
}
