package io.onefold.activation.campaign;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;

/** What all replicas must agree on. */
@ApplicationScoped
class StateStore {
    private static final String BEGIN = """
            insert into activation_state (generation, epoch)
            values (0, $1)
            on conflict (one) do nothing""";

    private static final String READ = "select generation, epoch, held from activation_state";

    private static final String HOLD = "select generation, epoch, held from activation_state for share";

    private static final String LOCK = "select generation, epoch, held from activation_state for update";

    private static final String RISE = "update activation_state set generation = generation + 1";

    private static final String RESTORED = """
            update activation_state set generation = generation + 1, epoch = $1, held = $2""";

    /** The row; of a service that has never started: nothing may go out. */
    record State(long generation, long epoch, boolean held) {
        static final State NONE = new State(-1, 0, true);
    }

    void begin(Transaction tx, long epoch) {
        tx.execute(BEGIN, epoch);
    }

    State read(Transaction tx) {
        return state(tx, READ);
    }

    /** Cannot change before the transaction ends. */
    State hold(Transaction tx) {
        return state(tx, HOLD);
    }

    /** Nobody else changes it, and nothing that follows from the feeds is written, before the transaction ends. */
    State lock(Transaction tx) {
        return state(tx, LOCK);
    }

    /** Something changed: everybody reads anew. */
    void rise(Transaction tx) {
        tx.execute(RISE);
    }

    void restored(Transaction tx, long epoch, boolean held) {
        tx.execute(RESTORED, epoch, held);
    }

    private static State state(Transaction tx, String sql) {
        for (Row row : tx.query(sql)) {
            return new State(row.getLong(0), row.getLong(1), row.getBoolean(2));
        }
        return State.NONE;
    }
}
