package io.onefold.activation.rebuild;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Goes through the memberships in the order of their keys. */
@ApplicationScoped
class MembershipWalkStore {
    private static final String PAGE = """
            select profile_id, audience, member, since
            from membership
            where workspace = $1 and (bucket, profile_id, workspace, audience) > ($2, $3, $1, $4)
            order by bucket, profile_id, workspace, audience
            limit $5""";

    private static final String OF = """
            select m.profile_id, m.audience, m.member, m.since
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join membership m using (bucket, profile_id)
            where m.workspace = $3""";

    private static final String MEMBERS_BETWEEN = """
            select distinct profile_id
            from membership
            where workspace = $1 and bucket between $2 and $3 and member""";

    private static final String DELETE = """
            delete from membership
            where bucket = $1 and profile_id = $2 and workspace = $3 and audience = $4""";

    /** What is kept of a membership. */
    record Kept(UUID profileId, String audience, boolean member, Instant since) {}

    List<Kept> page(Transaction tx, String workspace, UUID after, String afterAudience, int limit) {
        return kept(tx.query(PAGE, workspace, Bucket.of(after), after, afterAudience, limit));
    }

    /** The memberships of some profiles. */
    List<Kept> of(Transaction tx, String workspace, Collection<UUID> profileIds) {
        return kept(tx.query(
                OF,
                profileIds.stream().map(Bucket::of).toArray(Short[]::new),
                profileIds.toArray(UUID[]::new),
                workspace));
    }

    private static List<Kept> kept(Iterable<Row> rows) {
        List<Kept> kept = new ArrayList<>();
        rows.forEach(row -> kept.add(new Kept(
                row.getUUID(0),
                row.getString(1),
                row.getBoolean(2),
                row.getOffsetDateTime(3).toInstant())));
        return kept;
    }

    /** The profiles of some buckets that are a member of anything. */
    List<UUID> members(Transaction tx, String workspace, short firstBucket, short lastBucket) {
        List<UUID> members = new ArrayList<>();
        tx.query(MEMBERS_BETWEEN, workspace, firstBucket, lastBucket).forEach(row -> members.add(row.getUUID(0)));
        return members;
    }

    void delete(Transaction tx, String workspace, UUID profileId, String audience) {
        tx.execute(DELETE, Bucket.of(profileId), profileId, workspace, audience);
    }
}
