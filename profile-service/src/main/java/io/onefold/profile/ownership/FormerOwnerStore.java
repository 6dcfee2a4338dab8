package io.onefold.profile.ownership;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which profiles a record or an identifier has left, and which had a record that was erased while it was theirs. */
@ApplicationScoped
public class FormerOwnerStore {
    private static final String PUT = """
            insert into former_owner (bucket, id, profile_id)
            select distinct bucket, id, profile_id
            from unnest($1::smallint[], $2::uuid[], $3::uuid[]) as n(bucket, id, profile_id)
            order by bucket, id, profile_id
            on conflict (bucket, id, profile_id) do nothing""";

    private static final String READ = """
            select distinct f.profile_id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, id)
            join former_owner f using (bucket, id)""";

    /** Sends what is to be written; the commit waits for it. */
    void put(Transaction tx, OwnershipPlan plan) {
        List<UUID> ids = new ArrayList<>();
        List<UUID> profiles = new ArrayList<>();
        for (OwnershipPlan.Transfer transfer : plan.transfers()) {
            UUID from = transfer.from();
            if (from != null) {
                ids.add(transfer.recordId());
                profiles.add(from);
            }
        }
        for (OwnershipPlan.HolderChange change : plan.holders()) {
            UUID from = change.from();
            if (from != null && change.isTransfer()) {
                ids.add(change.identifierId());
                profiles.add(from);
            }
        }
        // Who got a record before its erasure was read has it emptied, and his items still tell what was in it.
        plan.emptied().forEach((record, owner) -> {
            ids.add(record);
            profiles.add(owner);
        });
        if (!ids.isEmpty()) {
            tx.send(PUT, buckets(ids), ids.toArray(UUID[]::new), profiles.toArray(UUID[]::new));
        }
    }

    /** The profiles that one of some records or identifiers has left. */
    public Set<UUID> of(Transaction tx, Collection<UUID> ids) {
        Set<UUID> profiles = new HashSet<>();
        for (Row row : tx.query(READ, buckets(ids), ids.toArray(UUID[]::new))) {
            profiles.add(row.getUUID(0));
        }
        return profiles;
    }

    private static Short[] buckets(Collection<UUID> ids) {
        return ids.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
