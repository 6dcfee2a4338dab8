package io.onefold.segment.membership;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Reads which profiles fillings have set aside: nobody has found yet what held of them before. */
@ApplicationScoped
class UnfilledStore {
    private static final String AMONG = """
            select p.profile_id, p.audience_id, p.audience_version
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join filling_poison p using (bucket, profile_id)""";

    /** A profile that was set aside in the filling of a version of an audience. */
    record Unfilled(UUID profileId, UUID audienceId, long version) {
        static Unfilled of(Evaluated one) {
            return new Unfilled(
                    one.profileId(), one.subject().id(), one.subject().version());
        }
    }

    Set<Unfilled> among(Transaction tx, Collection<UUID> profileIds) {
        Set<Unfilled> unfilled = new HashSet<>();
        Short[] buckets = profileIds.stream().map(Bucket::of).toArray(Short[]::new);
        for (Row row : tx.query(AMONG, buckets, profileIds.toArray(UUID[]::new))) {
            unfilled.add(new Unfilled(row.getUUID(0), row.getUUID(1), row.getLong(2)));
        }
        return unfilled;
    }
}
