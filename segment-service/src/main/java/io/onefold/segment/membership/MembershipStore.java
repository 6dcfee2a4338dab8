package io.onefold.segment.membership;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of memberships. */
@ApplicationScoped
class MembershipStore {
    private static final String CLAIM = """
            insert into membership (bucket, profile_id, audience_id, member, profile_version, sequence)
            select bucket, profile_id, audience_id, false, 0, 0
            from unnest($1::smallint[], $2::uuid[], $3::uuid[]) as k(bucket, profile_id, audience_id)
            order by bucket, profile_id, audience_id
            on conflict (bucket, profile_id, audience_id) do nothing""";

    private static final String LOCK = """
            select m.profile_id, m.audience_id, m.member, m.since, m.evaluated_at, m.profile_version, m.sequence
            from membership m
            join unnest($1::smallint[], $2::uuid[], $3::uuid[]) as k(bucket, profile_id, audience_id)
                using (bucket, profile_id, audience_id)
            order by m.bucket, m.profile_id, m.audience_id
            for no key update of m""";

    private static final String WRITE = """
            update membership m
            set member = n.member, since = n.since, evaluated_at = n.evaluated_at,
                profile_version = n.profile_version, sequence = n.sequence
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::boolean[], $5::timestamptz[], $6::timestamptz[],
                        $7::bigint[], $8::bigint[])
                as n(bucket, profile_id, audience_id, member, since, evaluated_at, profile_version, sequence)
            where m.bucket = n.bucket and m.profile_id = n.profile_id and m.audience_id = n.audience_id
                and m.profile_version <= n.profile_version""";

    // Across all buckets: an index range on one server, a merge of the shards' ranges on several.
    private static final String MEMBERS = """
            select profile_id, since
            from membership
            where audience_id = $1 and member and ($2::uuid is null or profile_id > $2)
            order by profile_id
            limit $3""";

    private static final String COUNT = "select count(*) from membership where audience_id = $1 and member";

    /** The key of a row; sorts as PostgreSQL sorts it. */
    record Key(UUID profileId, UUID audienceId) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byProfile = compare(profileId, other.profileId);
            return byProfile != 0 ? byProfile : compare(audienceId, other.audienceId);
        }

        /** As unsigned bytes: {@link UUID#compareTo} takes them for signed. */
        private static int compare(UUID a, UUID b) {
            int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
            return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
        }

        private short bucket() {
            return Bucket.of(profileId);
        }
    }

    /** Makes rows for the keys that have none, so that there is something to lock. */
    void claim(Transaction tx, SortedSet<Key> keys) {
        tx.execute(CLAIM, buckets(keys), profiles(keys), audiences(keys));
    }

    /** The rows of some keys, locked in order; a key without a row is absent. */
    Map<Key, Membership> lock(Transaction tx, SortedSet<Key> keys) {
        Map<Key, Membership> rows = new HashMap<>();
        for (Row row : tx.query(LOCK, buckets(keys), profiles(keys), audiences(keys))) {
            rows.put(
                    new Key(row.getUUID(0), row.getUUID(1)),
                    new Membership(
                            row.getBoolean(2),
                            instant(row.getOffsetDateTime(3)),
                            instant(row.getOffsetDateTime(4)),
                            row.getLong(5),
                            row.getLong(6)));
        }
        return rows;
    }

    void write(Transaction tx, SortedMap<Key, Membership> rows) {
        Collection<Membership> values = rows.values();
        tx.execute(
                WRITE,
                buckets(rows.keySet()),
                profiles(rows.keySet()),
                audiences(rows.keySet()),
                values.stream().map(Membership::member).toArray(Boolean[]::new),
                values.stream().map(row -> utc(row.since())).toArray(OffsetDateTime[]::new),
                values.stream().map(row -> utc(row.evaluatedAt())).toArray(OffsetDateTime[]::new),
                values.stream().map(Membership::profileVersion).toArray(Long[]::new),
                values.stream().map(Membership::sequence).toArray(Long[]::new));
    }

    List<Member> members(Transaction tx, UUID audienceId, Optional<UUID> after, int limit) {
        List<Member> members = new ArrayList<>();
        for (Row row : tx.query(MEMBERS, audienceId, after.orElse(null), limit)) {
            members.add(new Member(row.getUUID(0), instant(row.getOffsetDateTime(1))));
        }
        return members;
    }

    long count(Transaction tx, UUID audienceId) {
        return tx.query(COUNT, audienceId).iterator().next().getLong(0);
    }

    private static Short[] buckets(Collection<Key> keys) {
        return keys.stream().map(Key::bucket).toArray(Short[]::new);
    }

    private static UUID[] profiles(Collection<Key> keys) {
        return keys.stream().map(Key::profileId).toArray(UUID[]::new);
    }

    private static UUID[] audiences(Collection<Key> keys) {
        return keys.stream().map(Key::audienceId).toArray(UUID[]::new);
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> time) {
        return time.map(t -> t.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
