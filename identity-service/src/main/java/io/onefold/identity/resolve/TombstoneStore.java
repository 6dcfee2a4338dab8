package io.onefold.identity.resolve;

import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Which records and identifiers were erased, by their ids alone. */
@ApplicationScoped
class TombstoneStore {
    private static final String ERASURES = "select erasures from erasure_count";

    private static final String COUNT = "update erasure_count set erasures = erasures + 1";

    private static final String AMONG = """
            select t.id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, id)
            join tombstone t using (bucket, id)""";

    private static final String PUT = """
            insert into tombstone (bucket, id, erasure_id)
            select bucket, id, $3
            from unnest($1::smallint[], $2::uuid[]) as n(bucket, id)
            order by bucket, id
            on conflict (bucket, id) do nothing""";

    /** Asks how many erasures there have been; sends without waiting. */
    Uni<Long> erasures(Transaction tx) {
        return tx.send(ERASURES).map(rows -> rows.iterator().next().getLong(0));
    }

    Set<UUID> among(Transaction tx, Collection<UUID> ids) {
        Set<UUID> among = new HashSet<>();
        if (ids.isEmpty()) {
            return among;
        }
        Keys keys = Keys.of(ids);
        for (Row row : tx.query(AMONG, keys.buckets(), keys.ids())) {
            among.add(row.getUUID(0));
        }
        return among;
    }

    void put(Transaction tx, UUID erasureId, Collection<UUID> ids) {
        Keys keys = Keys.of(ids);
        tx.execute(PUT, keys.buckets(), keys.ids(), erasureId);
        tx.execute(COUNT);
    }
}
