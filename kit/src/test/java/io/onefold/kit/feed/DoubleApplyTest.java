package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.onefold.kit.support.Steady;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Replicas that all believe to hold the lease: the compare-and-set of the cursor lets each item's effect happen once. */
class DoubleApplyTest {
    private static final int ITEMS = 2_000;

    @Test
    void eachEffectHappensOnce() {
        try (Store upstream = new Store(Settings.of(4));
                Store store = new Store(Settings.of(4))) {
            store.sql(Consumers.TABLE);
            AtomicInteger crashes = new AtomicInteger();
            List<FeedConsumer<List<ReceivedBatch<String>>, String>> replicas = new ArrayList<>();
            for (int replica = 0; replica < 2; replica++) {
                Random random = new Random(replica);
                replicas.add(new FeedConsumer<>(
                        new LocalFeed(upstream),
                        batches -> tx -> {
                            Consumers.apply(tx, batches);
                            crashNowAndThen(random, crashes);
                        },
                        store.parts(new LeasesForAll(store))));
            }
            replicas.forEach(FeedConsumer::start);
            try {
                for (int from = 0; from < ITEMS; from += 50) {
                    upstream.append(IntStream.range(from, from + 50)
                            .mapToObj(i -> "letter " + i)
                            .toList());
                }
                Steady.reach(
                        () -> store.number("select count(distinct letter) from applied") == ITEMS,
                        "not all were applied");
            } finally {
                replicas.forEach(FeedConsumer::stop);
            }
            assertEquals(ITEMS, store.number("select count(*) from applied"), "some were applied twice");
            assertEquals(0, store.number("select count(*) from cursor_poison"));
            assertEquals(true, crashes.get() > 0, "nothing crashed between effect and commit");
        }
    }

    private static void crashNowAndThen(Random random, AtomicInteger crashes) {
        boolean crash;
        synchronized (random) {
            crash = random.nextInt(8) == 0;
        }
        if (crash) {
            crashes.incrementAndGet();
            throw Status.UNAVAILABLE
                    .withDescription("between effect and commit")
                    .asRuntimeException();
        }
    }

    /** What a lease is worth after a long pause of its holder: nothing. */
    private static final class LeasesForAll extends Leases {
        LeasesForAll(Store store) {
            super(store.database, store.settings);
        }

        @Override
        boolean acquire(String upstream, int lane, UUID holder) {
            return true;
        }
    }
}
