package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.onefold.kit.error.Failure;
import io.onefold.proto.type.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A read that carries a token waits until everything that the token stands for is applied, within its deadline. */
class ProgressTest {
    private static final String[] UPSTREAMS = {"letters", "people"};

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Store store = new Store(Settings.of(2));
    /** Whose limit is not what ends a wait. */
    private final Progress patient =
            new Progress(store.database, store.cursors, store.wakeups, store.settings.withMaxTokenWait(PATIENCE));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothingToWaitFor() {
        store.progress.await(ConsistencyToken.NONE, UPSTREAMS);
        store.progress.await(token("letters", 1, 0, 0), UPSTREAMS);
    }

    @Test
    void whatIsAppliedIsThereAtOnce() {
        advance("letters", 0, 1, 0, 5, ConsistencyToken.NONE, ConsistencyToken.NONE);
        store.progress.await(token("letters", 1, 0, 5), UPSTREAMS);
    }

    @Test
    void whatIsNotAppliedInTimeIsSaid() {
        advance("letters", 0, 1, 0, 5, ConsistencyToken.NONE, ConsistencyToken.NONE);
        assertNotYet(token("letters", 1, 0, 6));
        assertNotYet(token("letters", 1, 1, 1));
        assertNotYet(token("people", 1, 0, 1));
        assertNotYet(token("unknown", 1, 0, 1));
        assertNotYet(token("letters", 2, 0, 5));
    }

    @Test
    void theCallersDeadlineIsKept() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Context.CancellableContext call = Context.current().withDeadlineAfter(250, TimeUnit.MILLISECONDS, timer);
        try {
            long start = System.nanoTime();
            call.run(() -> assertNotYet(patient, token("letters", 1, 0, 1)));
            // Far from the longest wait of the service, however busy the machine.
            assertTrue(System.nanoTime() - start < PATIENCE.dividedBy(2).toNanos(), "waited beyond the deadline");
        } finally {
            call.cancel(null);
            timer.shutdownNow();
        }
    }

    @Test
    void aWaiterIsWokenByTheCommit() {
        Thread writer = new Thread(() -> {
            advance("letters", 0, 1, 0, 5, ConsistencyToken.NONE, ConsistencyToken.NONE);
            store.wakeups.signal(Wakeups.Topic.PROGRESS);
        });
        writer.start();
        patient.await(token("letters", 1, 0, 5), UPSTREAMS);
    }

    /** It lasts longer than a call may wait, and each step comes in time. */
    @Test
    void whatHasTimeWaitsForAsLongAsItMoves() throws Exception {
        Duration limit = Duration.ofSeconds(4);
        Progress brief =
                new Progress(store.database, store.cursors, store.wakeups, store.settings.withMaxTokenWait(limit));
        int steps = 12;
        CompletableFuture<Void> applied = new CompletableFuture<>();
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        try {
            AtomicInteger step = new AtomicInteger();
            writer.scheduleWithFixedDelay(
                    () -> {
                        int from = step.getAndIncrement();
                        advance("letters", 0, 1, from, from + 1, ConsistencyToken.NONE, ConsistencyToken.NONE);
                        if (from + 1 == steps) {
                            applied.complete(null);
                            throw new CancellationException("all is applied");
                        }
                    },
                    0,
                    500,
                    TimeUnit.MILLISECONDS);
            long start = System.nanoTime();
            brief.awaitWhileItMoves(token("letters", 1, 0, steps), UPSTREAMS);
            assertTrue(System.nanoTime() - start > limit.toNanos(), "it was too short to show anything");
            applied.get(1, TimeUnit.MINUTES);
        } finally {
            writer.shutdownNow();
        }
    }

    /** That another partition is read, as it is with every tick, is no progress of what is waited for. */
    @Test
    void whatDoesNotMoveIsGivenUp() {
        AtomicInteger ticks = new AtomicInteger();
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        try {
            writer.scheduleWithFixedDelay(
                    () -> {
                        int from = ticks.getAndIncrement();
                        advance("letters", 1, 1, from, from + 1, ConsistencyToken.NONE, ConsistencyToken.NONE);
                    },
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
            Failure failure = assertThrows(
                    Failure.class,
                    () -> store.progress.awaitWhileItMoves(
                            token("letters", 1, 0, 1).and(token("letters", 1, 1, 1)), UPSTREAMS));
            assertEquals(ErrorReason.ERROR_REASON_UNAVAILABLE, failure.reason());
            assertTrue(ticks.get() > 1);
        } finally {
            writer.shutdownNow();
        }
    }

    @Test
    void aBatchCountsOnceWhatItRequiresIsApplied() {
        advance("letters", 0, 1, 0, 5, token("people", 1, 1, 9), ConsistencyToken.NONE);
        assertNotYet(token("letters", 1, 0, 5));
        // Neither a later batch that requires nothing nor one that requires something else lifts it.
        advance("letters", 0, 1, 5, 6, ConsistencyToken.NONE, ConsistencyToken.NONE);
        advance("letters", 0, 1, 6, 7, token("people", 1, 0, 1), ConsistencyToken.NONE);
        advance("people", 0, 1, 0, 1, ConsistencyToken.NONE, ConsistencyToken.NONE);
        assertNotYet(token("letters", 1, 0, 5));
        advance("people", 1, 1, 0, 9, ConsistencyToken.NONE, ConsistencyToken.NONE);
        store.progress.await(token("letters", 1, 0, 7), UPSTREAMS);
        assertEquals(
                token("letters", 1, 0, 7).and(ConsistencyToken.of("people", 1, Map.of(0, 1L, 1, 9L))),
                store.database.snapshot(tx -> store.progress.contained(tx, UPSTREAMS)));
    }

    @Test
    void aFeedFurtherUpIsKnownOnceEveryPartitionContainsIt() {
        ConsistencyToken origin = token("origin", 3, 5, 70);
        advance("letters", 0, 1, 0, 5, ConsistencyToken.NONE, token("origin", 3, 5, 71));
        assertNotYet(origin);
        advance("letters", 1, 1, 0, 5, ConsistencyToken.NONE, token("origin", 3, 5, 69));
        assertNotYet(origin);
        advance("letters", 1, 1, 5, 6, ConsistencyToken.NONE, token("origin", 3, 5, 70));
        store.progress.await(origin, UPSTREAMS);
        advance("letters", 1, 1, 6, 7, ConsistencyToken.NONE, ConsistencyToken.NONE);
        store.progress.await(origin, UPSTREAMS);
    }

    @Test
    void upstreamIsAskedOnlyForWhatIsNotKnownHere() {
        advance("letters", 0, 1, 0, 5, ConsistencyToken.NONE, ConsistencyToken.NONE);
        AtomicInteger asked = new AtomicInteger();
        store.progress.await(
                token("letters", 1, 0, 5),
                token -> {
                    asked.incrementAndGet();
                    return token;
                },
                UPSTREAMS);
        assertEquals(0, asked.get(), "asked although it is applied");
        store.progress.await(
                token("origin", 1, 0, 3),
                token -> {
                    asked.incrementAndGet();
                    return token("letters", 1, 0, 4);
                },
                UPSTREAMS);
        assertEquals(1, asked.get());
    }

    @Test
    void aTokenOutlivesARestoreOfItsFeed() {
        advance("letters", 0, 4, 0, 5, ConsistencyToken.NONE, ConsistencyToken.NONE);
        store.progress.await(token("letters", 3, 0, 5), UPSTREAMS);
        assertNotYet(token("letters", 3, 0, 6));
    }

    private void assertNotYet(ConsistencyToken token) {
        assertNotYet(store.progress, token);
    }

    private static void assertNotYet(Progress progress, ConsistencyToken token) {
        Failure failure = assertThrows(Failure.class, () -> progress.await(token, UPSTREAMS));
        assertEquals(ErrorReason.ERROR_REASON_NOT_YET_CONSISTENT, failure.reason());
    }

    private static ConsistencyToken token(String feed, long epoch, int partition, long position) {
        return ConsistencyToken.of(feed, epoch, Map.of(partition, position));
    }

    private void advance(
            String feed,
            int partition,
            long epoch,
            long from,
            long to,
            ConsistencyToken requires,
            ConsistencyToken contains) {
        List<FeedItem<String>> items = IntStream.range(0, (int) (to - from))
                .<FeedItem<String>>mapToObj(i -> new FeedItem.Change<>("x"))
                .toList();
        FeedBatch<String> batch =
                new FeedBatch<>(partition, new Cursor(epoch, from), new Cursor(epoch, to), 0, present(contains), items);
        store.database.inTransaction(tx -> store.cursors.advance(tx, feed, List.of(batch), present(requires)));
    }

    private static Optional<ConsistencyToken> present(ConsistencyToken token) {
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}
