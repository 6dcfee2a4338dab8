package io.onefold.identity.rebuild;

import io.onefold.kit.rebuild.Stretch;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through everything that is derived, in the order of keys. */
@ApplicationScoped
class StateWalkStore {
    private static final int PIECE = 1000;

    private static final String RECORDS = """
            select record_id, profile_id, first_seen at time zone 'UTC', last_matters
            from record
            where workspace = $1 and (bucket, record_id) > ($2, $3) and bucket <= $4
            order by bucket, record_id
            limit $5""";

    private static final String IDENTIFIERS = """
            select identifier_id, holder, candidates::text
            from identifier
            where workspace = $1 and (bucket, identifier_id) > ($2, $3) and bucket <= $4
            order by bucket, identifier_id
            limit $5""";

    private static final String PROFILES = """
            select profile_id, record_count, record_hash
            from profile
            where workspace = $1 and (bucket, profile_id) > ($2, $3) and bucket <= $4
            order by bucket, profile_id
            limit $5""";

    /** Shows of every record the derived columns, its id first. */
    void records(Transaction tx, String workspace, Consumer<@Nullable Object[]> reader) {
        walk(tx, RECORDS, workspace, reader);
    }

    void identifiers(Transaction tx, String workspace, Consumer<@Nullable Object[]> reader) {
        walk(tx, IDENTIFIERS, workspace, reader);
    }

    void profiles(Transaction tx, String workspace, Consumer<@Nullable Object[]> reader) {
        walk(tx, PROFILES, workspace, reader);
    }

    private static void walk(Transaction tx, String sql, String workspace, Consumer<@Nullable Object[]> reader) {
        Stretch at = Stretch.FIRST;
        while (at.exists()) {
            int found = 0;
            for (Row row : tx.query(sql, workspace, at.bucket(), at.after(), at.lastBucket(), PIECE)) {
                @Nullable Object[] columns = new Object[row.size()];
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = row.getValue(i);
                }
                reader.accept(columns);
                at = at.after(row.getUUID(0));
                found++;
            }
            at = found == PIECE ? at : at.next();
        }
    }
}
