package io.onefold.ingestion.grpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds the heads in a transaction of its own, so that commits wait. */
final class HeldHeads implements AutoCloseable {
    private static final String WAITING_FOR_HEADS = """
            select pid from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like '%feed_head%'""";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Database database;
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Void> holder;

    HeldHeads(Database database) throws InterruptedException {
        this.database = database;
        CountDownLatch held = new CountDownLatch(1);
        holder = CompletableFuture.runAsync(() -> database.inTransaction(tx -> hold(tx, held)));
        assertTrue(held.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private void hold(Transaction tx, CountDownLatch held) {
        tx.query("select partition from feed_head order by partition for no key update");
        held.countDown();
        try {
            release.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    int waiting() {
        return database.transaction(tx -> tx.query(WAITING_FOR_HEADS).size());
    }

    void terminateWaiting() {
        database.inTransaction(tx -> {
            for (var row : tx.query(WAITING_FOR_HEADS)) {
                tx.query("select pg_terminate_backend($1)", row.getInteger(0));
            }
        });
    }

    @Override
    public void close() {
        release.countDown();
        holder.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
