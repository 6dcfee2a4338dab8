package io.onefold.profile.ownership;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which profile holds each record. */
@ApplicationScoped
public class OwnerStore {
    private static final String CREATE = """
            insert into record_owner (bucket, record_id, version)
            select bucket, record_id, 0
            from unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id)
            order by bucket, record_id
            on conflict (bucket, record_id) do nothing""";

    /** In one order for every writer, so that they wait for each other and never in a circle. */
    private static final String LOCK = """
            select o.record_id, o.profile_id, o.version, o.erasure
            from record_owner o
            join unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id) using (bucket, record_id)
            order by o.bucket, o.record_id
            for no key update of o""";

    private static final String WRITE = """
            update record_owner o
            set profile_id = r.profile_id, version = r.version, erasure = r.erasure
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
                as r(bucket, record_id, profile_id, version, erasure)
            where o.bucket = r.bucket and o.record_id = r.record_id""";

    /** Locks the owner rows of records, seen before or not: from here to the commit nothing else happens to them. */
    public Map<UUID, Owner> lock(Transaction tx, Collection<UUID> recordIds) {
        Map<UUID, Owner> owners = new HashMap<>();
        if (recordIds.isEmpty()) {
            return owners;
        }
        UUID[] ids = recordIds.toArray(UUID[]::new);
        Short[] buckets = buckets(recordIds);
        Uni<RowSet<Row>> created = tx.send(CREATE, buckets, ids);
        Uni<RowSet<Row>> locked = tx.send(LOCK, buckets, ids);
        Transaction.await(Uni.combine().all().unis(created, locked).discardItems());
        for (Row row : Transaction.await(locked)) {
            owners.put(row.getUUID(0), new Owner(row.getUUID(1), row.getLong(2), row.getLong(3)));
        }
        return owners;
    }

    /** Sends what is to be written; the commit waits for it. */
    public void write(Transaction tx, Map<UUID, Owner> owned) {
        List<Map.Entry<UUID, Owner>> rows = new ArrayList<>(owned.entrySet());
        tx.send(
                WRITE,
                buckets(owned.keySet()),
                owned.keySet().toArray(UUID[]::new),
                rows.stream().map(e -> e.getValue().profileId()).toArray(UUID[]::new),
                rows.stream().map(e -> e.getValue().version()).toArray(Long[]::new),
                rows.stream().map(e -> e.getValue().erasure()).toArray(Long[]::new));
    }

    private static Short[] buckets(Collection<UUID> ids) {
        return ids.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
