package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.onefold.kit.feed.Wakeups.Topic;
import io.onefold.kit.support.Steady;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A signal between the mark and the wait is not slept through; one that is lost on the way costs a re-check and nothing else. */
class WakeupsTest {
    private static final int ROUNDS = 20_000;

    @Test
    void noSignalIsLostBetweenMarkAndAwait() throws Exception {
        try (Store store = new Store(Settings.of(1))) {
            AtomicInteger count = new AtomicInteger();
            ExecutorService waiters = Executors.newFixedThreadPool(4);
            List<Future<Integer>> longWaits = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                longWaits.add(waiters.submit(() -> waitFor(store.wakeups, count)));
            }
            for (int i = 0; i < ROUNDS; i++) {
                count.incrementAndGet();
                store.wakeups.wakeHere(Topic.FEED);
            }
            for (Future<Integer> waits : longWaits) {
                assertEquals(0, waits.get(), "waits that ended by their time");
            }
            waiters.shutdownNow();
        }
    }

    private static int waitFor(Wakeups wakeups, AtomicInteger count) throws InterruptedException {
        int longWaits = 0;
        while (true) {
            long mark = wakeups.mark(Topic.FEED);
            if (count.get() == ROUNDS) {
                return longWaits;
            }
            long start = System.nanoTime();
            wakeups.await(Topic.FEED, mark, Duration.ofMinutes(2));
            longWaits += System.nanoTime() - start >= Duration.ofMinutes(2).toNanos() ? 1 : 0;
        }
    }

    @Test
    void whoWaitsForOneThingIsNotWokenByAnother() throws Exception {
        try (Store store = new Store(Settings.of(1))) {
            long work = store.wakeups.mark(Topic.WORK);
            long progress = store.wakeups.mark(Topic.PROGRESS);
            store.wakeups.signal(Topic.WORK);
            assertEquals(progress, store.wakeups.mark(Topic.PROGRESS));
            store.wakeups.await(Topic.WORK, work, Duration.ofMinutes(2));
            assertNotEquals(work, store.wakeups.mark(Topic.WORK));
        }
    }

    @Test
    void anAppendWakesOnceItIsCommittedAndNotWhenItIsRolledBack() {
        try (Store store = new Store(Settings.of(1))) {
            store.append(List.of("the first"));
            long before = store.wakeups.markItems(List.of(0));
            assertThrows(
                    IllegalStateException.class,
                    () -> store.database.inTransaction(tx -> {
                        store.log.append(tx, List.of(store.item(1, "a"), store.item(2, "b")));
                        throw new IllegalStateException("of the test");
                    }));
            assertEquals(before, store.wakeups.markItems(List.of(0)));
            store.database.inTransaction(tx -> {
                store.log.append(tx, List.of(store.item(1, "a"), store.item(2, "b")));
                store.log.append(tx, List.of(store.item(3, "c")));
                assertEquals(before, store.wakeups.markItems(List.of(0)));
            });
            assertEquals(before + 1, store.wakeups.markItems(List.of(0)));
        }
    }

    @Test
    void whoReadsOtherPartitionsSleepsOn() {
        try (Store store = new Store(Settings.of(4))) {
            store.epoch.present();
            List<Integer> mine = List.of(0, 1);
            List<Integer> theirs = List.of(2, 3);
            long before = store.wakeups.markItems(mine);
            long beforeTheirs = store.wakeups.markItems(theirs);
            store.database.inTransaction(tx -> store.log.append(tx, List.of(store.item(1023, "in the last"))));
            assertEquals(before, store.wakeups.markItems(mine));
            assertNotEquals(beforeTheirs, store.wakeups.markItems(theirs));
            // Another replica says only that there is something.
            store.wakeups.wakeHere(Topic.FEED);
            assertNotEquals(before, store.wakeups.markItems(mine));
        }
    }

    @Test
    void whatWasNotSignalledIsFoundAtTheNextLook() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            // As another replica's, whose wake-ups do not come through.
            FeedLog silent = new FeedLog(upstream.settings, store.wakeups, store.registry);
            var consumer = new FeedConsumer<>(new LocalFeed(upstream), Consumers.noting(), store.parts());
            consumer.start();
            try {
                for (int round = 1; round <= 6; round++) {
                    int from = round * 20;
                    List<NewItem> items = IntStream.range(from, from + 20)
                            .mapToObj(i -> upstream.item(i * 37 % 1024, "letter " + i))
                            .toList();
                    upstream.epoch.present();
                    FeedLog log = round % 2 == 0 ? upstream.log : silent;
                    upstream.database.inTransaction(tx -> log.append(tx, items));
                    int all = round * 20;
                    Steady.reach(
                            () -> store.number("select count(*) from applied") == all, "a lost wake-up lost items");
                }
            } finally {
                consumer.stop();
            }
        }
    }
}
