package io.onefold.identity.resolve;

import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Which records and identifiers were erased, by their ids alone. */
@ApplicationScoped
class TombstoneStore {
    private static final String ERASURES = "select erasures, version from erasure_count";

    private static final String COUNT = """
            update erasure_count
            set erasures = erasures + 1, version = greatest(version, $1)
            returning erasures""";

    private static final String AMONG = """
            select t.id, t.ordinal
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, id)
            join tombstone t using (bucket, id)""";

    private static final String PUT = """
            insert into tombstone (bucket, id, erasure_id, ordinal)
            select bucket, id, $3, $4
            from unnest($1::smallint[], $2::uuid[]) as n(bucket, id)
            order by bucket, id
            on conflict (bucket, id) do update
            set erasure_id = excluded.erasure_id, ordinal = excluded.ordinal
            where tombstone.ordinal < excluded.ordinal""";

    /** Asks which erasures there have been; sends without waiting. */
    Uni<Erasures> erasures(Transaction tx) {
        return tx.send(ERASURES).map(rows -> {
            Row row = rows.iterator().next();
            return new Erasures(row.getLong(0), row.getLong(1));
        });
    }

    /** Those of some ids that were erased, with the ordinal of the latest erasure. */
    Map<UUID, Long> among(Transaction tx, Collection<UUID> ids) {
        Map<UUID, Long> among = new HashMap<>();
        if (ids.isEmpty()) {
            return among;
        }
        Keys keys = Keys.of(ids);
        for (Row row : tx.query(AMONG, keys.buckets(), keys.ids())) {
            among.put(row.getUUID(0), row.getLong(1));
        }
        return among;
    }

    void put(Transaction tx, UUID erasureId, long ordinal, Collection<UUID> ids) {
        Keys keys = Keys.of(ids);
        tx.execute(PUT, keys.buckets(), keys.ids(), erasureId, ordinal);
    }

    /**
     * Counts one more.
     *
     * @param version the highest that it gave
     * @return how many there are now
     */
    long count(Transaction tx, long version) {
        return tx.query(COUNT, version).iterator().next().getLong(0);
    }
}
