package io.onefold.activation.guard;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/** Once per person. */
@ApplicationScoped
class ClaimStore {
    private static final String CLAIMED_BY_ANOTHER = """
            select 1
            from person_claim c
            join unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id) using (bucket, profile_id)
            where c.campaign_id = $3 and c.delivery_id <> $4
            limit 1""";

    private static final String CLAIM = """
            insert into person_claim (bucket, profile_id, campaign_id, delivery_id)
            select bucket, profile_id, $3, $4
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            order by bucket, profile_id
            on conflict (bucket, profile_id, campaign_id) do nothing""";

    // Over all buckets, by its index: also for ids that were claimed and have been split off since.
    private static final String RELEASE = """
            delete from person_claim where delivery_id = $2 and campaign_id = $1""";

    boolean isClaimedByAnother(Transaction tx, Set<UUID> ids, UUID campaign, UUID delivery) {
        return tx.query(CLAIMED_BY_ANOTHER, buckets(ids), ids.toArray(UUID[]::new), campaign, delivery)
                        .size()
                > 0;
    }

    /** For every id of the person: whoever of them is split off later has been written to as well. */
    void claim(Transaction tx, Set<UUID> ids, UUID campaign, UUID delivery) {
        tx.execute(CLAIM, buckets(ids), ids.toArray(UUID[]::new), campaign, delivery);
    }

    void release(Transaction tx, UUID campaign, UUID delivery) {
        tx.execute(RELEASE, campaign, delivery);
    }

    private static Short[] buckets(Set<UUID> ids) {
        return ids.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
