package io.onefold.identity.rebuild;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is kept of profiles, and which records they hold. */
@ApplicationScoped
class CountStore {
    private static final String KEPT = """
            select profile_id, record_id, record_count, record_hash, version
            from profile
            where workspace = $1 and bucket between $2 and $3""";

    private static final String LOCK = """
            select p.profile_id, p.record_id, p.record_count, p.record_hash, p.version
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join profile p using (bucket, profile_id)
            order by p.bucket, p.profile_id
            for no key update of p""";

    // Across all buckets: records lie in their own. Ids sort as their buckets do, so a stretch of profiles is one of
    // ids.
    private static final String OWNED_BETWEEN = """
            select profile_id, record_id
            from record
            where workspace = $1 and profile_id between $2 and $3""";

    // Across all buckets, of profiles that are known to be wrong.
    private static final String OWNED_BY = """
            select profile_id, record_id
            from record
            where workspace = $1 and profile_id = any($2)""";

    private static final String OWNERS = """
            select r.record_id, r.profile_id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, record_id)
            join record r using (bucket, record_id)
            where r.profile_id is not null""";

    private static final String WRITE = """
            update profile p
            set record_count = n.record_count, record_hash = n.record_hash, version = n.version
            from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::uuid[], $5::bigint[])
                as n(bucket, profile_id, record_count, record_hash, version)
            where p.bucket = n.bucket and p.profile_id = n.profile_id""";

    /**
     * A profile as it is kept.
     *
     * @param recordId the record for which its id was minted
     */
    record Kept(UUID profileId, UUID recordId, Tally tally, long version) {}

    /** How many records, and the exclusive-or of their ids. */
    record Tally(int count, UUID hash) {
        static final Tally NONE = new Tally(0, new UUID(0, 0));

        Tally with(UUID record) {
            return new Tally(
                    count + 1,
                    new UUID(
                            hash.getMostSignificantBits() ^ record.getMostSignificantBits(),
                            hash.getLeastSignificantBits() ^ record.getLeastSignificantBits()));
        }
    }

    List<Kept> kept(Transaction tx, String workspace, int firstBucket, int lastBucket) {
        return kept(tx.query(KEPT, workspace, (short) firstBucket, (short) lastBucket));
    }

    List<Kept> lock(Transaction tx, Collection<UUID> profileIds) {
        return kept(tx.query(LOCK, buckets(profileIds), profileIds.toArray(UUID[]::new)));
    }

    private static List<Kept> kept(Iterable<Row> rows) {
        List<Kept> kept = new ArrayList<>();
        rows.forEach(row -> kept.add(new Kept(
                row.getUUID(0), row.getUUID(1), new Tally(row.getInteger(2), row.getUUID(3)), row.getLong(4))));
        return kept;
    }

    /** What the profiles of some buckets hold; who holds nothing is absent. */
    Map<UUID, Tally> owned(Transaction tx, String workspace, int firstBucket, int lastBucket) {
        int shift = Long.SIZE - Integer.numberOfTrailingZeros(Bucket.COUNT);
        UUID first = new UUID((long) firstBucket << shift, 0);
        UUID last = new UUID(((long) (lastBucket + 1) << shift) - 1, -1);
        return tallies(tx.query(OWNED_BETWEEN, workspace, first, last));
    }

    Map<UUID, Tally> ownedBy(Transaction tx, String workspace, Collection<UUID> profileIds) {
        return tallies(tx.query(OWNED_BY, workspace, profileIds.toArray(UUID[]::new)));
    }

    private static Map<UUID, Tally> tallies(Iterable<Row> rows) {
        Map<UUID, Tally> tallies = new HashMap<>();
        rows.forEach(row -> tallies.compute(row.getUUID(0), (profile, some) -> addTo(some, row.getUUID(1))));
        return tallies;
    }

    private static Tally addTo(@Nullable Tally some, UUID record) {
        return (some == null ? Tally.NONE : some).with(record);
    }

    /** Which profiles hold some records; of none: absent. */
    Map<UUID, UUID> owners(Transaction tx, Collection<UUID> recordIds) {
        Map<UUID, UUID> owners = new HashMap<>();
        tx.query(OWNERS, buckets(recordIds), recordIds.toArray(UUID[]::new))
                .forEach(row -> owners.put(row.getUUID(0), row.getUUID(1)));
        return owners;
    }

    void write(Transaction tx, List<Kept> rows) {
        tx.execute(
                WRITE,
                buckets(rows.stream().map(Kept::profileId).toList()),
                rows.stream().map(Kept::profileId).toArray(UUID[]::new),
                rows.stream().map(row -> row.tally.count).toArray(Integer[]::new),
                rows.stream().map(row -> row.tally.hash).toArray(UUID[]::new),
                rows.stream().map(Kept::version).toArray(Long[]::new));
    }

    private static Short[] buckets(Collection<UUID> ids) {
        return ids.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
