package io.onefold.segment.membership;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** What is noted of single profiles besides how they stand: why one could not be read, looked at or filled. */
@ApplicationScoped
class TracesStore {
    private static final String FORGET_TIMERS = """
            delete from timer_poison p
            using unnest($1::smallint[], $2::uuid[]) as n(bucket, profile_id)
            where p.bucket = n.bucket and p.profile_id = n.profile_id""";

    private static final String FORGET_UNREADABLE = """
            delete from unreadable_profile p
            using unnest($1::smallint[], $2::uuid[]) as n(bucket, profile_id)
            where p.bucket = n.bucket and p.profile_id = n.profile_id""";

    private static final String FORGET_UNFILLED = """
            delete from filling_poison p
            using unnest($1::smallint[], $2::uuid[]) as n(bucket, profile_id)
            where p.bucket = n.bucket and p.profile_id = n.profile_id
            returning p.audience_id""";

    // In order of id. A filling locks its audiences before standings: a deadlock with one that meets the profile at
    // this
    // very moment ends by PostgreSQL's choice and another attempt.
    private static final String COUNT = """
            update audience a
            set set_aside_count = (
                select count(*) from filling_poison p where p.audience_id = a.id and p.audience_version = a.version)
            from (select id from audience where id = any($1::uuid[]) order by id for no key update) as locked
            where a.id = locked.id""";

    /** To be called while the rows of the profiles' standings are locked: who notes anything of them holds these as well. */
    void forget(Transaction tx, Collection<UUID> profileIds) {
        Short[] buckets = profileIds.stream().map(Bucket::of).toArray(Short[]::new);
        UUID[] ids = profileIds.toArray(UUID[]::new);
        tx.execute(FORGET_TIMERS, buckets, ids);
        tx.execute(FORGET_UNREADABLE, buckets, ids);
        Set<UUID> audiences = new TreeSet<>();
        for (Row row : tx.query(FORGET_UNFILLED, buckets, ids)) {
            audiences.add(row.getUUID(0));
        }
        if (!audiences.isEmpty()) {
            tx.execute(COUNT, (Object) audiences.toArray(UUID[]::new));
        }
    }
}
