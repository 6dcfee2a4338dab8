package io.onefold.kit.sql;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction. What needs one takes it as a parameter, so that nothing can run outside by accident. Statements are awaited on
 * the calling worker thread; never call this on an event loop.
 */
public final class Transaction {
    private static final Logger LOG = Logger.getLogger(Transaction.class);
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(60);
    /** SQLSTATE in_failed_sql_transaction. */
    private static final String IN_FAILED_TRANSACTION = "25P02";

    private final SqlConnection connection;
    /** Whether each statement that was sent has come through; not its rows, which would add up over a long transaction. */
    private final List<CompletableFuture<Void>> sent = new ArrayList<>();

    private final Set<Runnable> afterCommit = new LinkedHashSet<>();

    Transaction(SqlConnection connection) {
        this.connection = connection;
    }

    /** Runs a statement and gives its rows. Arrays are passed as boxed arrays: {@code Short[]}, {@code UUID[]}, {@code io.vertx.core.buffer.Buffer[]}. */
    public RowSet<Row> query(String sql, @Nullable Object... parameters) {
        return send(sql, parameters).await().atMost(STATEMENT_LIMIT);
    }

    /** Runs a statement and gives the number of rows that it changed. */
    public int execute(String sql, @Nullable Object... parameters) {
        return query(sql, parameters).rowCount();
    }

    /**
     * Sends a statement without waiting: the driver pipelines what follows. Whoever needs the answer awaits it with {@link #await}; the
     * commit waits for all of them.
     */
    public Uni<RowSet<Row>> send(String sql, @Nullable Object... parameters) {
        return sent(
                connection
                        .preparedQuery(sql)
                        .execute(Tuple.from(bound(parameters)))
                        .memoize()
                        .indefinitely(),
                sql);
    }

    /** Sends a statement without waiting; the commit fails when it changes another number of rows than that. */
    public void sendFor(int rows, String sql, @Nullable Object... parameters) {
        Uni<RowSet<Row>> answer = connection
                .preparedQuery(sql)
                .execute(Tuple.from(bound(parameters)))
                .onItem()
                .invoke(changed -> {
                    if (changed.rowCount() != rows) {
                        throw new IllegalStateException(
                                changed.rowCount() + " rows were changed, not " + rows + ": " + sql);
                    }
                });
        var unused = sent(answer.memoize().indefinitely(), sql);
    }

    /**
     * Has something done once the transaction is committed, and not at all otherwise; the same thing once. That it failed is only logged: what
     * is committed is done.
     */
    public void afterCommit(Runnable news) {
        afterCommit.add(news);
    }

    void committed() {
        for (Runnable news : afterCommit) {
            try {
                news.run();
            } catch (RuntimeException | Error failure) {
                LOG.warnf(failure, "after a commit");
            }
        }
    }

    /** A Uni does nothing until somebody subscribes: this is what sends. A failure waits for the one who awaits the answer. */
    private Uni<RowSet<Row>> sent(Uni<RowSet<Row>> answer, String sql) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        answer.subscribe().with(rows -> done.complete(null), failure -> {
            LOG.tracef("%s: %s", sql, failure);
            done.completeExceptionally(failure);
        });
        sent.removeIf(Transaction::isThrough);
        sent.add(done);
        return answer;
    }

    /**
     * Fails when any statement did. PostgreSQL answers the commit of a broken transaction with a rollback and no error, so without this an
     * unawaited failure would pass for a commit.
     */
    void awaitAll() {
        sent.forEach(done -> await(Uni.createFrom().completionStage(done)));
    }

    /**
     * After a statement that nobody awaited has failed, PostgreSQL refuses the next one, which says nothing of why: then the first failure is
     * the cause. What was refused has nothing to add, and the driver's exceptions keep none that is suppressed.
     */
    PgException causeOf(PgException failure) {
        if (!IN_FAILED_TRANSACTION.equals(failure.getSqlState())) {
            return failure;
        }
        for (CompletableFuture<Void> done : sent) {
            if (done.isCompletedExceptionally()
                    && done.handle((through, why) -> why).join() instanceof PgException cause
                    && !IN_FAILED_TRANSACTION.equals(cause.getSqlState())) {
                return cause;
            }
        }
        return failure;
    }

    private static boolean isThrough(CompletableFuture<Void> done) {
        return done.isDone() && !done.isCompletedExceptionally();
    }

    /** The driver knows its own buffers only, not Mutiny's. */
    private static @Nullable Object[] bound(@Nullable Object[] parameters) {
        @Nullable Object[] bound = parameters.clone();
        for (int i = 0; i < bound.length; i++) {
            if (bound[i] instanceof Buffer one) {
                bound[i] = one.getDelegate();
            } else if (bound[i] instanceof @Nullable Buffer[] many) {
                io.vertx.core.buffer.@Nullable Buffer[] delegates = new io.vertx.core.buffer.Buffer[many.length];
                for (int j = 0; j < many.length; j++) {
                    Buffer item = many[j];
                    delegates[j] = item == null ? null : item.getDelegate();
                }
                bound[i] = delegates;
            }
        }
        return bound;
    }

    public static <T> T await(Uni<T> answer) {
        return answer.await().atMost(STATEMENT_LIMIT);
    }
}
