package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
                store.wakeups.wakeHere();
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
            long mark = wakeups.mark();
            if (count.get() == ROUNDS) {
                return longWaits;
            }
            long start = System.nanoTime();
            wakeups.await(mark, Duration.ofMinutes(2));
            longWaits += System.nanoTime() - start >= Duration.ofMinutes(2).toNanos() ? 1 : 0;
        }
    }

    @Test
    void whatWasNotSignalledIsFoundAtTheNextLook() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            var consumer = new FeedConsumer<>(new LocalFeed(upstream), Consumers.noting(), store.parts());
            consumer.start();
            try {
                for (int round = 1; round <= 6; round++) {
                    int from = round * 20;
                    List<NewItem> items = IntStream.range(from, from + 20)
                            .mapToObj(i -> upstream.item(i * 37 % 1024, "letter " + i))
                            .toList();
                    upstream.epoch.present();
                    upstream.database.inTransaction(tx -> upstream.log.append(tx, items));
                    if (round % 2 == 0) {
                        upstream.wakeups.signal();
                    }
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
