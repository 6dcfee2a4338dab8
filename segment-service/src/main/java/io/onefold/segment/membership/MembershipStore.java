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
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The table of members. Written under the locks of the profiles' standings. */
@ApplicationScoped
class MembershipStore {
    private static final String ENTER = """
            insert into membership (bucket, profile_id, audience_id, workspace, since, sequence)
            select bucket, profile_id, audience_id, workspace, since, sequence
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::bigint[])
                as n(bucket, profile_id, audience_id, workspace, since, sequence)
            order by bucket, profile_id, audience_id
            on conflict (bucket, profile_id, audience_id) do update
            set since = excluded.since, sequence = excluded.sequence""";

    private static final String LEAVE = """
            delete from membership m
            using unnest($1::smallint[], $2::uuid[], $3::uuid[]) as n(bucket, profile_id, audience_id)
            where m.bucket = n.bucket and m.profile_id = n.profile_id and m.audience_id = n.audience_id""";

    // Across all buckets, by the index of an audience's members; a page at a time.
    private static final String PAGE = """
            select profile_id
            from membership
            where audience_id = $1 and profile_id > $2
            order by profile_id
            limit $3""";

    // Across all buckets, of an audience that is being emptied: nobody enters it any more.
    private static final String EMPTY = """
            delete from membership m
            using (
                select bucket, profile_id, audience_id
                from membership
                where audience_id = $1
                order by profile_id
                limit $2
                for update) n
            where m.bucket = n.bucket and m.profile_id = n.profile_id and m.audience_id = n.audience_id
            returning m.profile_id, m.workspace, m.since, m.sequence""";

    private static final String FORGET = """
            delete from membership m
            using unnest($1::smallint[], $2::uuid[]) as n(bucket, profile_id)
            where m.bucket = n.bucket and m.profile_id = n.profile_id and m.audience_id = any($3::uuid[])
            returning m.profile_id, m.audience_id, m.workspace, m.since, m.sequence""";

    /** A member. */
    record Stored(UUID profileId, UUID audienceId, String workspace, Instant since, long sequence) {}

    /** An end of membership. */
    record Key(UUID profileId, UUID audienceId) {}

    /** Sends without waiting: the commit does. */
    void enter(Transaction tx, List<Stored> members) {
        tx.send(
                ENTER,
                members.stream().map(row -> Bucket.of(row.profileId)).toArray(Short[]::new),
                members.stream().map(Stored::profileId).toArray(UUID[]::new),
                members.stream().map(Stored::audienceId).toArray(UUID[]::new),
                members.stream().map(Stored::workspace).toArray(String[]::new),
                members.stream().map(row -> row.since.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new),
                members.stream().map(Stored::sequence).toArray(Long[]::new));
    }

    /** Sends without waiting: the commit does. */
    void leave(Transaction tx, List<Key> keys) {
        tx.send(
                LEAVE,
                keys.stream().map(key -> Bucket.of(key.profileId)).toArray(Short[]::new),
                keys.stream().map(Key::profileId).toArray(UUID[]::new),
                keys.stream().map(Key::audienceId).toArray(UUID[]::new));
    }

    /** Takes some profiles out of some audiences; gives the memberships as they were. */
    List<Stored> forget(Transaction tx, Collection<UUID> profileIds, Collection<UUID> audienceIds) {
        List<Stored> gone = new ArrayList<>();
        for (Row row : tx.query(
                FORGET,
                profileIds.stream().map(Bucket::of).toArray(Short[]::new),
                profileIds.toArray(UUID[]::new),
                audienceIds.toArray(UUID[]::new))) {
            gone.add(new Stored(
                    row.getUUID(0),
                    row.getUUID(1),
                    row.getString(2),
                    row.getOffsetDateTime(3).toInstant(),
                    row.getLong(4)));
        }
        return gone;
    }

    /** The members of an audience that follow a profile, by id. */
    List<UUID> page(Transaction tx, UUID audienceId, UUID after, int limit) {
        List<UUID> page = new ArrayList<>();
        tx.query(PAGE, audienceId, after, limit).forEach(row -> page.add(row.getUUID(0)));
        return page;
    }

    /** Takes some members out of an audience, in the order of their ids; gives them as they were. */
    List<Stored> empty(Transaction tx, UUID audienceId, int limit) {
        List<Stored> gone = new ArrayList<>();
        for (Row row : tx.query(EMPTY, audienceId, limit)) {
            gone.add(new Stored(
                    row.getUUID(0),
                    audienceId,
                    row.getString(1),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getLong(3)));
        }
        gone.sort(Comparator.comparing(Stored::profileId, ProfileOrder.INSTANCE));
        return gone;
    }
}
