package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.onefold.kit.sql.Transaction;
import io.onefold.kit.support.Steady;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgException;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A transaction remembers of its statements whether they came through, and nothing else. */
class SentStatementsTest {
    @Test
    void aFailureThatNobodyAwaitsFailsTheCommit() {
        try (Store store = new Store(Settings.of(4))) {
            store.sql("create table written (round integer)");
            assertThrows(
                    PgException.class,
                    () -> store.database.inTransaction(tx -> {
                        tx.execute("insert into written values (1)");
                        var unused = tx.send("select 1 / 0");
                    }));
            assertEquals(0, store.number("select count(*) from written"));
        }
    }

    /** What PostgreSQL says to the next one is only that the transaction is broken. */
    @Test
    void theFailureThatNobodyAwaitsIsTheOneThatIsThrown() {
        try (Store store = new Store(Settings.of(4))) {
            PgException failure = assertThrows(
                    PgException.class,
                    () -> store.database.inTransaction(tx -> {
                        var unused = tx.send("select 1 / 0");
                        tx.execute("select 1");
                    }));
            assertEquals("22012", failure.getSqlState());
        }
    }

    @Test
    void aDeadlockOfAStatementThatNobodyAwaitsIsTriedAgain() {
        try (Store store = new Store(Settings.of(4))) {
            store.sql("create table written (round integer)");
            AtomicInteger rounds = new AtomicInteger();
            store.database.inTransaction(tx -> {
                if (rounds.incrementAndGet() == 1) {
                    // As the server says it to its victim.
                    var unused = tx.send("do $$ begin raise exception using errcode = 'deadlock_detected'; end $$");
                }
                tx.execute("insert into written values ($1)", rounds.get());
            });
            assertEquals(2, store.number("select min(round) from written"));
        }
    }

    /** Else the pages of a long read would add up until its end. */
    @Test
    void theRowsThatWereReadAreLetGo() {
        try (Store store = new Store(Settings.of(4))) {
            store.database.inTransaction(tx -> {
                WeakReference<RowSet<Row>> page = read(tx);
                // The driver itself lets go of an answer with the next one.
                assertEquals(
                        1, tx.query("select 1").iterator().next().getInteger(0).intValue());
                Steady.reach(
                        () -> {
                            System.gc();
                            return page.get() == null;
                        },
                        "the rows are held by their transaction");
            });
        }
    }

    private static WeakReference<RowSet<Row>> read(Transaction tx) {
        RowSet<Row> rows = tx.query("select repeat('x', 1000) from generate_series(1, 1000)");
        assertEquals(1000, rows.size());
        return new WeakReference<>(rows);
    }
}
