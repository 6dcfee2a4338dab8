package io.onefold.activation.rebuild;

import io.onefold.kit.feed.Cursor;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** How far a feed is applied. */
@ApplicationScoped
class AppliedStore {
    private static final String READ =
            "select epoch, position from cursor_position where upstream = $1 and partition = $2";

    private static final String LOCK = """
            select epoch, position
            from cursor_position
            where upstream = $1 and partition = $2
            for no key update""";

    private static final String SET_ASIDE = """
            select position
            from cursor_poison
            where upstream = $1 and partition = $2 and epoch = $3 and position <= $4""";

    /**
     * How far a partition is applied.
     *
     * @param setAside the positions of what could not be
     */
    record Applied(Cursor cursor, Set<Long> setAside) {}

    /** Empty: nothing of the partition is. */
    Optional<Applied> read(Transaction tx, String feed, int partition) {
        return applied(tx, READ, feed, partition);
    }

    /** The same; nothing more of the partition is applied until the transaction ends. The first lock of everybody who applies something. */
    Optional<Applied> lock(Transaction tx, String feed, int partition) {
        return applied(tx, LOCK, feed, partition);
    }

    private static Optional<Applied> applied(Transaction tx, String sql, String feed, int partition) {
        for (Row row : tx.query(sql, feed, (short) partition)) {
            Cursor cursor = new Cursor(row.getLong(0), row.getLong(1));
            Set<Long> setAside = new HashSet<>();
            tx.query(SET_ASIDE, feed, (short) partition, cursor.epoch(), cursor.position())
                    .forEach(aside -> setAside.add(aside.getLong(0)));
            return Optional.of(new Applied(cursor, setAside));
        }
        return Optional.empty();
    }
}
