package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.support.Steady;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who is interrupted in the middle of a transaction gives back a connection that is in none. */
class InterruptedTransactionTest {
    private static final int ROUNDS = 5;

    @Test
    void nothing_of_it_is_left_on_its_connection() throws Exception {
        try (Store store = new Store(Settings.of(4))) {
            store.sql("create table written (round integer)");
            for (int round = 0; round < ROUNDS; round++) {
                interruptOne(store, round);
            }
            assertEquals(0, store.number("select count(*) from written"));
            Steady.reach(
                    () -> store.number(
                                    "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'")
                            == 0,
                    "a connection was left in a transaction");
        }
    }

    /** What it is interrupted in waits for a lock that is held until then. */
    private static void interruptOne(Store store, int round) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean committed = new AtomicBoolean();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            try {
                store.database.inTransaction(tx -> {
                    tx.execute("insert into written values ($1)", round);
                    inside.countDown();
                    tx.query("select pg_advisory_xact_lock(1)");
                });
                committed.set(true);
            } catch (RuntimeException interrupted) {
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        try (Connection holder = store.connect();
                Statement lock = holder.createStatement()) {
            lock.execute("select pg_advisory_lock(1)");
            thread.start();
            inside.await();
            thread.interrupt();
        }
        thread.join();
        assertFalse(committed.get());
        assertTrue(stillInterrupted.get(), "the interruption is the caller's to see");
    }
}
