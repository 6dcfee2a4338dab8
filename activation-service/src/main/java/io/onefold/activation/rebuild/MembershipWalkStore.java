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
    // By the index of the members, whose order this is: of other workspaces nothing is looked at.
    private static final String MEMBERS = """
            select profile_id, audience, member, since
            from membership
            where workspace = $1 and member and (audience, bucket, profile_id) > ($2, $3, $4)
            order by audience, bucket, profile_id
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

    private static final String END = """
            update membership
            set member = false
            where bucket = $1 and profile_id = $2 and workspace = $3 and audience = $4""";

    // What the feed of another epoch said, and the present one has not repeated, stands until all of it was read.
    private static final String BEING_READ = """
            select 1
            from cursor_position c
            left join membership_partition m on m.partition = c.partition
            where c.upstream = $1 and c.partition = $2
                and (m.partition is null or m.epoch <> c.epoch or m.reading_until is not null)""";

    /** What is kept of a membership. */
    record Kept(UUID profileId, String audience, boolean member, Instant since) {}

    /** The members of a workspace, in the order of (audience, profile). */
    List<Kept> members(Transaction tx, String workspace, String afterAudience, UUID after, int limit) {
        return kept(tx.query(MEMBERS, workspace, afterAudience, Bucket.of(after), after, limit));
    }

    /** Whether a partition of the feed is being read from its beginning, and tells what was. */
    boolean isBeingRead(Transaction tx, int partition) {
        return tx.query(BEING_READ, MembershipRebuild.FEED, (short) partition).size() > 0;
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

    /** It is none any more; what was seen of it stays known. */
    void end(Transaction tx, String workspace, UUID profileId, String audience) {
        tx.execute(END, Bucket.of(profileId), profileId, workspace, audience);
    }
}
