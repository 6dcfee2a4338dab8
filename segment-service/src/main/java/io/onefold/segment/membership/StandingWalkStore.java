package io.onefold.segment.membership;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Goes through standings and members in the order of keys, and does not believe what is derived in them. */
@ApplicationScoped
class StandingWalkStore {
    private static final Logger LOG = Logger.getLogger(StandingWalkStore.class);

    private static final String KEPT = """
            select profile_id
            from standing
            where workspace = $1 and bucket between $2 and $3
            union
            select profile_id
            from membership
            where workspace = $1 and bucket between $2 and $3""";

    // A few buckets at a time: a small workspace is not looked for in the whole table by one statement.
    private static final String PAGE = """
            select profile_id
            from standing
            where workspace = $1 and bucket between $2 and $3 and (bucket, profile_id) > ($4, $5)
            order by bucket, profile_id
            limit $6""";

    // By the index of the workspaces, whose order this is.
    private static final String MEMBERS_PAGE = """
            select profile_id, audience_id, since
            from membership
            where workspace = $1 and (bucket, profile_id, audience_id) > ($2, $3, $4)
            order by bucket, profile_id, audience_id
            limit $5""";

    private static final String READ = """
            select s.profile_id, s.workspace, s.due_at, s.state, s.erased_at is not null, p.profile_id is not null
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join standing s using (bucket, profile_id)
            left join timer_poison p using (bucket, profile_id)""";

    private static final String LOCK = """
            select s.profile_id
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join standing s using (bucket, profile_id)
            order by s.bucket, s.profile_id
            for no key update of s""";

    private static final String MEMBERS = """
            select m.profile_id, m.audience_id, m.workspace, m.since, m.sequence
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join membership m using (bucket, profile_id)""";

    // Administrative and small, as its own store says.
    private static final String AUDIENCES =
            "select id from audience where workspace = $1 and ($2 or state <> 'DELETING')";

    /**
     * A row as it stands.
     *
     * @param poisoned its timer is set aside: then the row says of none
     * @param spoilt the standings could not be read, and count as none
     */
    record Kept(StandingStore.Stored row, boolean poisoned, boolean spoilt) {
        /** Whether its timer is found when it is due. */
        boolean isTimed() {
            Optional<Instant> needed = row.standings().due();
            return needed.isEmpty()
                    || poisoned
                    || row.due().filter(at -> !at.isAfter(needed.get())).isPresent();
        }
    }

    /** The profiles of a stretch of buckets of which anything is kept. */
    Set<UUID> kept(Transaction tx, String workspace, int firstBucket, int lastBucket) {
        Set<UUID> ids = new HashSet<>();
        tx.query(KEPT, workspace, (short) firstBucket, (short) lastBucket).forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    /** The profiles of a workspace in a stretch of buckets, in the order of their keys. */
    List<UUID> page(Transaction tx, String workspace, short firstBucket, short lastBucket, UUID after, int limit) {
        List<UUID> page = new ArrayList<>();
        tx.query(PAGE, workspace, firstBucket, lastBucket, Bucket.of(after), after, limit)
                .forEach(row -> page.add(row.getUUID(0)));
        return page;
    }

    List<MembershipStore.Stored> members(Transaction tx, String workspace, UUID after, UUID afterAudience, int limit) {
        List<MembershipStore.Stored> page = new ArrayList<>();
        tx.query(MEMBERS_PAGE, workspace, Bucket.of(after), after, afterAudience, limit)
                .forEach(row -> page.add(new MembershipStore.Stored(
                        row.getUUID(0),
                        row.getUUID(1),
                        workspace,
                        row.getOffsetDateTime(2).toInstant(),
                        0)));
        return page;
    }

    /** Locks the rows of some profiles in the order of every writer. */
    void lock(Transaction tx, Collection<UUID> profileIds) {
        tx.query(LOCK, buckets(profileIds), profileIds.toArray(UUID[]::new));
    }

    Map<UUID, Kept> read(Transaction tx, Collection<UUID> profileIds) {
        Map<UUID, Kept> rows = new HashMap<>();
        for (Row row : tx.query(READ, buckets(profileIds), profileIds.toArray(UUID[]::new))) {
            UUID id = row.getUUID(0);
            @Nullable Standings standings = standings(id, row.getBuffer(3));
            OffsetDateTime due = row.getOffsetDateTime(2);
            rows.put(
                    id,
                    new Kept(
                            new StandingStore.Stored(
                                    id,
                                    row.getString(1),
                                    Optional.ofNullable(due).map(OffsetDateTime::toInstant),
                                    standings == null ? Standings.NONE : standings,
                                    row.getBoolean(4)),
                            row.getBoolean(5),
                            standings == null));
        }
        return rows;
    }

    private static @Nullable Standings standings(UUID profileId, Buffer state) {
        try {
            return StandingsCodec.read(state.getBytes());
        } catch (RuntimeException spoilt) {
            LOG.infof("what stands of profile %s cannot be read: %s", profileId, spoilt.getMessage());
            return null;
        }
    }

    /** The memberships of some profiles, by profile. */
    Map<UUID, List<MembershipStore.Stored>> membersOf(Transaction tx, Collection<UUID> profileIds) {
        Map<UUID, List<MembershipStore.Stored>> members = new HashMap<>();
        for (Row row : tx.query(MEMBERS, buckets(profileIds), profileIds.toArray(UUID[]::new))) {
            members.computeIfAbsent(row.getUUID(0), id -> new ArrayList<>())
                    .add(new MembershipStore.Stored(
                            row.getUUID(0),
                            row.getUUID(1),
                            row.getString(2),
                            row.getOffsetDateTime(3).toInstant(),
                            row.getLong(4)));
        }
        return members;
    }

    /** The audiences of a workspace. */
    Set<UUID> audiences(Transaction tx, String workspace, boolean alsoDeleting) {
        Set<UUID> ids = new HashSet<>();
        tx.query(AUDIENCES, workspace, alsoDeleting).forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    private static Short[] buckets(Collection<UUID> profileIds) {
        return profileIds.stream().map(Bucket::of).toArray(Short[]::new);
    }
}
