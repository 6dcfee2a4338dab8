package io.onefold.segment.membership;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.core.buffer.Buffer;
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
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The table of standings: a row per profile. */
@ApplicationScoped
class StandingStore {
    private static final Logger LOG = Logger.getLogger(StandingStore.class);

    private static final String CLAIM = """
            insert into standing (bucket, profile_id, workspace, state)
            select bucket, profile_id, workspace, ''
            from unnest($1::smallint[], $2::uuid[], $3::text[]) as k(bucket, profile_id, workspace)
            order by bucket, profile_id
            on conflict (bucket, profile_id) do nothing""";

    private static final String LOCK = """
            select s.profile_id, s.workspace, s.due_at, s.state, s.erased_at is not null
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join standing s using (bucket, profile_id)
            order by s.bucket, s.profile_id
            for no key update of s""";

    private static final String READ = """
            select s.profile_id, s.workspace, s.due_at, s.state, s.erased_at is not null
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, profile_id)
            join standing s using (bucket, profile_id)""";

    private static final String WRITE = """
            update standing s
            set due_at = n.due_at, state = n.state
            from unnest($1::smallint[], $2::uuid[], $3::timestamptz[], $4::bytea[]) as n(bucket, profile_id, due_at, state)
            where s.bucket = n.bucket and s.profile_id = n.profile_id""";

    // Spans the buckets of some partitions: a range of one index per workspace on one server, one query per shard on
    // several. By workspace
    // and not by bucket first: a clock that stands years before another must not have that one's rows to pass over.
    private static final String DUE = """
            select s.profile_id, s.workspace, s.due_at, s.state, false
            from unnest($1::text[]) as w(workspace)
            cross join lateral (
                select profile_id, workspace, due_at, state
                from standing
                where workspace = w.workspace and due_at <= $2 and (due_at, profile_id) > ($3, $4)
                    and (bucket / $5)::smallint = any($6::smallint[])
                order by due_at, profile_id
                limit $7) s
            order by s.due_at, s.profile_id
            limit $7""";

    /** The row stays for ever. */
    private static final String BURY = """
            update standing s
            set due_at = null, state = '', erased_at = $3
            from unnest($1::smallint[], $2::uuid[]) as n(bucket, profile_id)
            where s.bucket = n.bucket and s.profile_id = n.profile_id""";

    /** Only what was seen: somebody may have set another since. */
    private static final String CLEAR_DUE = """
            update standing
            set due_at = null
            where bucket = $1 and profile_id = $2 and due_at = $3""";

    /**
     * A profile's row.
     *
     * @param due when it must be looked at; can be earlier than what stands in the standings, never later
     * @param erased its person was erased: the row is empty and stays so
     */
    record Stored(UUID profileId, String workspace, Optional<Instant> due, Standings standings, boolean erased) {
        Stored with(Optional<Instant> nextDue, Standings next) {
            return new Stored(profileId, workspace, nextDue, next, erased);
        }
    }

    /** Makes rows for the profiles that have none, so that there is something to lock. */
    void claim(Transaction tx, SortedMap<UUID, String> workspaces) {
        tx.execute(
                CLAIM,
                buckets(workspaces.keySet()),
                workspaces.keySet().toArray(UUID[]::new),
                workspaces.values().toArray(String[]::new));
    }

    /** The rows of some profiles, locked in order; a profile without a row is absent. */
    Map<UUID, Stored> lock(Transaction tx, SortedSet<UUID> profileIds) {
        return lock(tx, profileIds, none -> false);
    }

    /**
     * The same.
     *
     * @param leaving of these it is no failure when the standings cannot be read: they count as empty, since nothing is to be left of them
     */
    Map<UUID, Stored> lock(Transaction tx, SortedSet<UUID> profileIds, Predicate<UUID> leaving) {
        return rows(tx, LOCK, profileIds, leaving);
    }

    /** The same without a lock. */
    Map<UUID, Stored> read(Transaction tx, Collection<UUID> profileIds) {
        return rows(tx, READ, profileIds, none -> false);
    }

    private static Map<UUID, Stored> rows(
            Transaction tx, String sql, Collection<UUID> profileIds, Predicate<UUID> leaving) {
        Map<UUID, Stored> rows = new HashMap<>();
        for (Row row : tx.query(sql, buckets(profileIds), profileIds.toArray(UUID[]::new))) {
            Stored stored = leaving.test(row.getUUID(0)) ? storedOrEmpty(row) : stored(row);
            rows.put(stored.profileId, stored);
        }
        return rows;
    }

    /** Sends without waiting: the commit does. */
    void write(Transaction tx, List<Stored> rows) {
        tx.send(
                WRITE,
                rows.stream().map(row -> Bucket.of(row.profileId)).toArray(Short[]::new),
                rows.stream().map(Stored::profileId).toArray(UUID[]::new),
                rows.stream().map(row -> utc(row.due)).toArray(OffsetDateTime[]::new),
                rows.stream()
                        .map(row -> Buffer.buffer(StandingsCodec.write(row.standings)))
                        .toArray(Buffer[]::new));
    }

    /** Nothing is left in the rows of these but that their persons were erased. */
    void bury(Transaction tx, SortedSet<UUID> profileIds, Instant now) {
        tx.execute(BURY, buckets(profileIds), profileIds.toArray(UUID[]::new), now.atOffset(ZoneOffset.UTC));
    }

    /** Profiles at which something must be looked at, the earliest first, from a place on. */
    List<Stored> due(Transaction tx, DueProfiles.Range range, DueProfiles.Place after, int limit) {
        List<Stored> due = new ArrayList<>();
        tx.query(
                        DUE,
                        range.workspaces().toArray(String[]::new),
                        range.by().atOffset(ZoneOffset.UTC),
                        after.dueAt().atOffset(ZoneOffset.UTC),
                        after.profileId(),
                        (short) (Bucket.COUNT / range.cut().count()),
                        range.partitions().stream().map(Integer::shortValue).toArray(Short[]::new),
                        limit)
                .forEach(row -> due.add(stored(row)));
        return due;
    }

    /** The state still says when it is due. */
    void clearDue(Transaction tx, UUID profileId, Instant dueAt) {
        tx.execute(CLEAR_DUE, Bucket.of(profileId), profileId, dueAt.atOffset(ZoneOffset.UTC));
    }

    private static Stored stored(Row row) {
        return stored(row, StandingsCodec.read(row.getBuffer(3).getBytes()));
    }

    private static Stored storedOrEmpty(Row row) {
        try {
            return stored(row);
        } catch (RuntimeException unreadable) {
            LOG.warnf(unreadable, "what stood of profile %s could not be read and is forgotten", row.getUUID(0));
            return stored(row, Standings.NONE);
        }
    }

    private static Stored stored(Row row, Standings standings) {
        OffsetDateTime due = row.getOffsetDateTime(2);
        return new Stored(
                row.getUUID(0),
                row.getString(1),
                Optional.ofNullable(due).map(OffsetDateTime::toInstant),
                standings,
                row.getBoolean(4));
    }

    private static Short[] buckets(Collection<UUID> profileIds) {
        return profileIds.stream().map(Bucket::of).toArray(Short[]::new);
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> time) {
        return time.map(t -> t.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
