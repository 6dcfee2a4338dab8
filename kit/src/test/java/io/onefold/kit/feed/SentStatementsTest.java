package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.onefold.kit.sql.Transaction;
import io.onefold.kit.support.Steady;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgException;
import java.lang.ref.WeakReference;
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
