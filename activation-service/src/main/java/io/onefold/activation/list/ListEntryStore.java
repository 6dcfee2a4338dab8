package io.onefold.activation.list;

import io.onefold.activation.membership.Membership;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Which profiles a list must look at. */
@ApplicationScoped
class ListEntryStore {
    private static final String MARK = """
            insert into list_entry (bucket, profile_id, campaign_id, due_at)
            select bucket, profile_id, campaign_id, $4
            from unnest($1::smallint[], $2::uuid[], $3::uuid[]) as n(bucket, profile_id, campaign_id)
            order by bucket, profile_id, campaign_id
            on conflict (bucket, profile_id, campaign_id) do update
            set due_at = least(list_entry.due_at, excluded.due_at)""";

    // Locked in order first, as an update alone takes its rows in any order.
    private static final String MARK_PROFILES = """
            update list_entry e
            set due_at = least(e.due_at, $3)
            from (
                select bucket, profile_id, campaign_id
                from list_entry
                join unnest($1::smallint[], $2::uuid[]) as n(bucket, profile_id) using (bucket, profile_id)
                order by bucket, profile_id, campaign_id
                for no key update of list_entry) as locked
            where e.bucket = locked.bucket and e.profile_id = locked.profile_id and e.campaign_id = locked.campaign_id""";

    // Over all buckets, once: for a list that is new, the members of an audience that is not.
    private static final String MARK_MEMBERS = """
            insert into list_entry (bucket, profile_id, campaign_id, due_at)
            select bucket, profile_id, $3, $4
            from membership
            where workspace = $1 and audience = $2 and member
            order by bucket, profile_id
            on conflict (bucket, profile_id, campaign_id) do nothing""";

    // Over all buckets: a file is planned by one, for all of its destination.
    private static final String DUE = """
            select e.bucket, e.profile_id
            from list_entry e
            join membership m on m.bucket = e.bucket and m.profile_id = e.profile_id and m.workspace = $2 and m.audience = $3
            where e.campaign_id = $1 and e.due_at <= $4
                and (not m.member or $5 or exists (
                    select 1
                    from list_row r
                    where r.bucket = e.bucket and r.profile_id = e.profile_id and r.campaign_id = e.campaign_id))
            order by e.due_at
            limit $6""";

    private static final String LOCK = """
            select e.bucket, e.profile_id
            from list_entry e
            join unnest($2::smallint[], $3::uuid[]) as n(bucket, profile_id) using (bucket, profile_id)
            where e.campaign_id = $1 and e.due_at is not null
            order by e.bucket, e.profile_id
            for no key update of e""";

    private static final String MEMBERSHIPS = """
            select m.profile_id, m.member, m.since, m.sequence, m.profile_version
            from membership m
            join unnest($3::smallint[], $4::uuid[]) as n(bucket, profile_id) using (bucket, profile_id)
            where m.workspace = $1 and m.audience = $2
            order by m.bucket, m.profile_id""";

    private static final String SETTLE = """
            update list_entry e
            set due_at = n.due_at, outcome = n.outcome
            from unnest($2::smallint[], $3::uuid[], $4::timestamptz[], $5::text[]) as n(bucket, profile_id, due_at, outcome)
            where e.bucket = n.bucket and e.profile_id = n.profile_id and e.campaign_id = $1""";

    /** A profile that a list must look at. */
    record Mark(UUID profileId, UUID campaignId) {}

    /** A profile of which a list has decided; due again at an instant, or not. */
    record Settled(UUID profileId, String outcome, Optional<Instant> again) {}

    /** Must be before the membership itself is written: see {@link #lockDue}. */
    void mark(Transaction tx, Collection<Mark> marks, Instant now) {
        tx.execute(
                MARK,
                array(marks, mark -> Bucket.of(mark.profileId), Short[]::new),
                array(marks, Mark::profileId, UUID[]::new),
                array(marks, Mark::campaignId, UUID[]::new),
                utc(now));
    }

    /** All lists on which the profiles may stand. */
    void markProfiles(Transaction tx, Collection<UUID> profiles, Instant now) {
        tx.execute(MARK_PROFILES, array(profiles, Bucket::of, Short[]::new), profiles.toArray(UUID[]::new), utc(now));
    }

    void markMembers(Transaction tx, String workspace, String audience, UUID campaign, Instant now) {
        tx.execute(MARK_MEMBERS, workspace, audience, campaign, utc(now));
    }

    /**
     * Locks profiles that are due, and reads their memberships only then: what is written meanwhile waits for the lock and marks them anew.
     *
     * @param adds whether those that may have to be added are wanted, or only those that may have to be removed
     */
    List<Membership> lockDue(
            Transaction tx, String workspace, String audience, UUID campaign, Instant now, boolean adds, int most) {
        List<UUID> due = ids(tx, DUE, campaign, workspace, audience, utc(now), adds, most);
        List<UUID> locked = ids(tx, LOCK, campaign, array(due, Bucket::of, Short[]::new), due.toArray(UUID[]::new));
        List<Membership> memberships = new ArrayList<>();
        for (Row row : tx.query(
                MEMBERSHIPS,
                workspace,
                audience,
                array(locked, Bucket::of, Short[]::new),
                locked.toArray(UUID[]::new))) {
            memberships.add(new Membership(
                    row.getUUID(0),
                    row.getBoolean(1),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getLong(3),
                    row.getLong(4)));
        }
        return memberships;
    }

    private static List<UUID> ids(Transaction tx, String sql, Object... parameters) {
        List<UUID> ids = new ArrayList<>();
        for (Row row : tx.query(sql, parameters)) {
            ids.add(row.getUUID(1));
        }
        return ids;
    }

    void settle(Transaction tx, UUID campaign, List<Settled> settled) {
        tx.execute(
                SETTLE,
                campaign,
                array(settled, one -> Bucket.of(one.profileId), Short[]::new),
                array(settled, Settled::profileId, UUID[]::new),
                array(settled, one -> one.again.map(ListEntryStore::utc).orElse(null), OffsetDateTime[]::new),
                array(settled, Settled::outcome, String[]::new));
    }

    private static <S, V> V[] array(Collection<S> from, Function<S, V> part, IntFunction<V[]> make) {
        return from.stream().map(part).toArray(make);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
