package io.onefold.kit.sql;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Opens transactions on the service's database. Runs on worker threads only. */
@ApplicationScoped
public class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final Duration CONTROL_LIMIT = Duration.ofSeconds(30);
    private static final int MAX_ATTEMPTS = 10;
    /** serialization_failure, deadlock_detected: nothing happened, and trying again is the documented answer. */
    private static final Set<String> RETRIED = Set.of("40001", "40P01");

    private static final String SNAPSHOT = "begin isolation level repeatable read read only";

    private final Pool pool;

    public Database(Pool pool) {
        this.pool = pool;
    }

    /** Runs the work in one read-committed transaction; runs it anew when PostgreSQL chose it as the victim of a deadlock. */
    public <T> T transaction(Function<Transaction, T> work) {
        return attempt("begin", work);
    }

    public void inTransaction(Consumer<Transaction> work) {
        transaction(tx -> {
            work.accept(tx);
            return true;
        });
    }

    /** Runs reads that must agree with each other: one snapshot, read only. */
    public <T> T snapshot(Function<Transaction, T> reads) {
        return attempt(SNAPSHOT, reads);
    }

    private <T> T attempt(String begin, Function<Transaction, T> work) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("a transaction was awaited on an event loop");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return once(begin, work);
            } catch (PgException e) {
                if (!RETRIED.contains(e.getSqlState()) || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                LOG.debugf("transaction tried again (%s), attempt %d", e.getSqlState(), attempt);
            }
        }
    }

    private <T> T once(String begin, Function<Transaction, T> work) {
        SqlConnection connection = control(pool.getConnection());
        Transaction open = new Transaction(connection);
        T result;
        try {
            try {
                Uni<?> begun = connection.query(begin).execute().memoize().indefinitely();
                if (begin.equals(SNAPSHOT)) {
                    // Not waited for: the driver sends the reads behind it. Had it failed, they would disagree at
                    // worst, and
                    // are thrown away.
                    begun.subscribe().with(rows -> {}, failure -> LOG.tracef("%s: %s", begin, failure));
                } else {
                    control(begun);
                }
                result = work.apply(open);
                open.awaitAll();
                control(begun);
            } catch (PgException refused) {
                PgException cause = open.causeOf(refused);
                rollback(connection, cause);
                throw cause;
            } catch (RuntimeException | Error failure) {
                rollback(connection, failure);
                throw failure;
            }
            control(connection.query("commit").execute());
        } finally {
            control(connection.close());
        }
        open.committed();
        return result;
    }

    private static void rollback(SqlConnection connection, Throwable failure) {
        try {
            control(connection.query("rollback").execute());
        } catch (RuntimeException broken) {
            failure.addSuppressed(broken);
        }
    }

    /**
     * Waits to the end also when the thread is interrupted, and leaves the interruption to the caller: a connection that goes back to the
     * pool in the middle of a transaction would take its next user into it.
     */
    private static <T> T control(Uni<T> step) {
        Uni<T> sent = step.memoize().indefinitely();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return sent.await().atMost(CONTROL_LIMIT);
                } catch (CompletionException failure) {
                    if (!(failure.getCause() instanceof InterruptedException)) {
                        throw failure;
                    }
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
