package io.onefold.segment.listing;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the table of memberships: a row is a member. */
@ApplicationScoped
class ListingStore {
    // Across all buckets: an index range on one server, a merge of the shards' ranges on several.
    private static final String MEMBERS = """
            select profile_id, since
            from membership
            where audience_id = $1 and ($2::uuid is null or profile_id > $2)
            order by profile_id
            limit $3""";

    private static final String COUNT = "select count(*) from membership where audience_id = $1";

    private static final String OF_PROFILE = """
            select profile_id, audience_id, since, sequence, workspace
            from membership
            where bucket = $1 and profile_id = $2 and workspace = $3""";

    private static final String SCAN = """
            select profile_id, audience_id, since, sequence, workspace
            from membership
            where (bucket, profile_id, audience_id) > ($1, $2, $3)
            order by bucket, profile_id, audience_id
            limit $4""";

    // A statement of its own: a plan for both would pass over the memberships of every other workspace.
    private static final String SCAN_WORKSPACE = """
            select profile_id, audience_id, since, sequence, workspace
            from membership
            where workspace = $5 and (bucket, profile_id, audience_id) > ($1, $2, $3)
            order by bucket, profile_id, audience_id
            limit $4""";

    // Each audience's next members out of its own index range, then the first of all of them.
    private static final String SCAN_SOME = """
            select m.profile_id, m.audience_id, m.since, m.sequence, m.workspace
            from unnest($1::uuid[]) as a(id)
            cross join lateral (
                select profile_id, audience_id, since, sequence, workspace
                from membership
                where audience_id = a.id and profile_id >= $2 and (profile_id, audience_id) > ($2, $3)
                order by profile_id
                limit $4) m
            order by m.profile_id, m.audience_id
            limit $4""";

    /** A membership as the table has it. */
    record Found(UUID profileId, UUID audienceId, Instant since, long sequence, String workspace) {}

    /** Where a scan goes on: after this row. */
    record Place(short bucket, UUID profileId, UUID audienceId) {
        private static final UUID LEAST = new UUID(0, 0);
        static final Place BEGINNING = new Place((short) -1, LEAST, LEAST);

        static Place after(Found last) {
            return new Place(Bucket.of(last.profileId), last.profileId, last.audienceId);
        }
    }

    List<Member> members(Transaction tx, UUID audienceId, Optional<UUID> after, int limit) {
        List<Member> members = new ArrayList<>();
        for (Row row : tx.query(MEMBERS, audienceId, after.orElse(null), limit)) {
            members.add(new Member(row.getUUID(0), row.getOffsetDateTime(1).toInstant()));
        }
        return members;
    }

    long count(Transaction tx, UUID audienceId) {
        return tx.query(COUNT, audienceId).iterator().next().getLong(0);
    }

    List<Found> of(Transaction tx, String workspace, UUID profileId) {
        return found(tx.query(OF_PROFILE, Bucket.of(profileId), profileId, workspace));
    }

    /** What follows in order of bucket, profile and audience; of one workspace unless it is empty. */
    List<Found> scan(Transaction tx, String workspace, Place after, int limit) {
        return found(
                workspace.isEmpty()
                        ? tx.query(SCAN, after.bucket, after.profileId, after.audienceId, limit)
                        : tx.query(SCAN_WORKSPACE, after.bucket, after.profileId, after.audienceId, limit, workspace));
    }

    /** The same for some audiences. A bucket is the highest bits of an id: the order of ids is the order of buckets. */
    List<Found> scan(Transaction tx, Collection<UUID> audienceIds, Place after, int limit) {
        return found(tx.query(SCAN_SOME, audienceIds.toArray(UUID[]::new), after.profileId, after.audienceId, limit));
    }

    private static List<Found> found(RowSet<Row> rows) {
        List<Found> found = new ArrayList<>();
        for (Row row : rows) {
            found.add(new Found(
                    row.getUUID(0),
                    row.getUUID(1),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getLong(3),
                    row.getString(4)));
        }
        return found;
    }
}
