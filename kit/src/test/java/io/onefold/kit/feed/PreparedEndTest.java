package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.sql.Transaction;
import io.onefold.kit.support.Steady;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was prepared is told its end, once, whether it was committed or not. */
class PreparedEndTest {
    private static final int FAILURES = 2;

    private final AtomicInteger prepared = new AtomicInteger();
    private final AtomicInteger applied = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    private FeedEffect.Prepared prepare(List<FeedBatch<String>> batches) {
        prepared.incrementAndGet();
        return new FeedEffect.Prepared() {
            @Override
            public void apply(Transaction tx) {
                if (applied.incrementAndGet() <= FAILURES) {
                    throw new IllegalStateException("of the test");
                }
                Consumers.apply(tx, batches);
            }

            @Override
            public void ended() {
                ended.incrementAndGet();
            }
        };
    }

    @Test
    void itEndsOnceWhateverBecomesOfIt() {
        try (Store upstream = new Store(Settings.of(1));
                Store store = new Store(Settings.of(1))) {
            store.sql(Consumers.TABLE);
            upstream.append(List.of("a", "b", "c"));
            var consumer = new FeedConsumer<>(new LocalFeed(upstream), this::prepare, store.parts());
            consumer.start();
            try {
                Steady.reach(() -> store.number("select count(*) from applied") == 3, "not applied");
            } finally {
                consumer.stop();
            }
            assertTrue(prepared.get() > FAILURES, prepared::toString);
            assertEquals(prepared.get(), ended.get());
        }
    }
}
