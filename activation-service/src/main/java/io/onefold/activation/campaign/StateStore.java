package io.onefold.activation.campaign;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** What all replicas must agree on. */
@ApplicationScoped
class StateStore {
    private static final String BEGIN = """
            insert into activation_state (generation, epoch)
            values (0, $1)
            on conflict (one) do nothing""";

    // What was restored is held from the first look at it, before anybody has said so in the row. Its epoch must be
    // that of the feeds' origin,
    // and the origin the server that answers.
    private static final String READ = """
            select a.generation, a.epoch,
                a.held or a.epoch <> o.epoch or o.system_identifier <> s.system_identifier or o.timeline <> ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer,
                a.file_version, a.file_digest
            from activation_state a, feed_origin o, pg_control_system() s""";

    private static final String HOLD = """
            select a.generation, a.epoch,
                a.held or a.epoch <> o.epoch or o.system_identifier <> s.system_identifier or o.timeline <> ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer,
                a.file_version, a.file_digest
            from activation_state a, feed_origin o, pg_control_system() s
            for share of a""";

    private static final String LOCK = """
            select generation, epoch, held, file_version, file_digest
            from activation_state
            for update""";

    private static final String RISE = "update activation_state set generation = generation + 1";

    private static final String TAKEN_OVER = "update activation_state set file_version = $1, file_digest = $2";

    private static final String RESTORED = """
            update activation_state set generation = generation + 1, epoch = $1, held = $2""";

    /**
     * The row; of a service that has never started: nothing may go out.
     *
     * @param fileVersion the highest that a file has said; 0: none has
     * @param fileDigest what that file said
     */
    record State(long generation, long epoch, boolean held, long fileVersion, Optional<UUID> fileDigest) {
        static final State NONE = new State(-1, 0, true, 0, Optional.empty());
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

    /** As it is written: a restore is noted by whoever locks it. Nobody else changes it, and nothing that follows from the feeds is written, before the transaction ends. */
    State lock(Transaction tx) {
        return state(tx, LOCK);
    }

    /** Something changed: everybody reads anew. */
    void rise(Transaction tx) {
        tx.execute(RISE);
    }

    /** The file that is in force. */
    void takenOver(Transaction tx, ActivationFile file) {
        tx.execute(TAKEN_OVER, file.version(), file.digest());
    }

    void restored(Transaction tx, long epoch, boolean held) {
        tx.execute(RESTORED, epoch, held);
    }

    private static State state(Transaction tx, String sql) {
        for (Row row : tx.query(sql)) {
            return new State(
                    row.getLong(0),
                    row.getLong(1),
                    row.getBoolean(2),
                    row.getLong(3),
                    Optional.ofNullable(row.getUUID(4)));
        }
        return State.NONE;
    }
}
