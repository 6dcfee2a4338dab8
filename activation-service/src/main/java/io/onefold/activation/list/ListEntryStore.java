package io.onefold.activation.list;

import io.onefold.activation.membership.Membership;
import io.onefold.domain.Bucket;
import io.onefold.kit.feed.Wakeups;
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
    // Who leaves without anything on the list needs no look. A planner holds the row while it looks, so on_list stands.
    private static final String MARK = """
            insert into list_entry (bucket, profile_id, campaign_id, due_at, outcome)
            select bucket, profile_id, campaign_id, case when member then $5::timestamptz end, case when not member then 'NOT_A_MEMBER' end
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::boolean[]) as n(bucket, profile_id, campaign_id, member)
            order by bucket, profile_id, campaign_id
            on conflict (bucket, profile_id, campaign_id) do update
            set due_at = case when excluded.due_at is not null or list_entry.on_list then least(list_entry.due_at, $5::timestamptz) end,
                outcome = case when excluded.due_at is not null or list_entry.on_list then list_entry.outcome else excluded.outcome end""";

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

    // For a list that is new or wants other people: the members that its audience has already.
    private static final String MARK_MEMBERS = """
            insert into list_entry (bucket, profile_id, campaign_id, due_at)
            select bucket, profile_id, $3, $4
            from membership
            where workspace = $1 and audience = $2 and member and bucket between $5 and $6
            order by bucket, profile_id
            on conflict (bucket, profile_id, campaign_id) do update
            set due_at = least(list_entry.due_at, excluded.due_at)""";

    // Over all buckets: a file is planned by one, for all of its destination.
    private static final String DUE = """
            select bucket, profile_id
            from list_entry
            where campaign_id = $1 and on_list = $2 and due_at <= $3
            order by due_at
            limit $4""";

    /** Of all lists of a file at once, so that all who lock entries do it in one order. */
    private static final String LOCK = """
            select e.bucket, e.profile_id, e.campaign_id
            from list_entry e
            join unnest($1::smallint[], $2::uuid[], $3::uuid[]) as n(bucket, profile_id, campaign_id)
                using (bucket, profile_id, campaign_id)
            where e.due_at is not null
            order by e.bucket, e.profile_id, e.campaign_id
            for no key update of e""";

    // One statement sees one state: while a partition is read from its beginning its memberships are those of the past.
    private static final String MEMBERSHIPS = """
            select n.profile_id, coalesce(m.member, false), m.since, coalesce(m.sequence, 0), coalesce(m.profile_version, 0)
            from unnest($3::smallint[], $4::uuid[]) as n(bucket, profile_id)
            left join membership m on m.bucket = n.bucket and m.profile_id = n.profile_id and m.workspace = $1 and m.audience = $2
            where not exists (select 1 from membership_partition where reading_until is not null)
            order by n.bucket, n.profile_id""";

    private static final String IS_PAST = "select 1 from membership_partition where reading_until is not null limit 1";

    private static final String SETTLE = """
            update list_entry e
            set due_at = n.due_at, outcome = n.outcome, on_list = n.on_list
            from unnest($2::smallint[], $3::uuid[], $4::timestamptz[], $5::text[], $6::boolean[])
                as n(bucket, profile_id, due_at, outcome, on_list)
            where e.bucket = n.bucket and e.profile_id = n.profile_id and e.campaign_id = $1""";

    /** A profile that entered, or left, the audience of a list. */
    record Mark(UUID profileId, UUID campaignId, boolean member) {}

    /** A profile that a list must look at. */
    record Due(UUID profileId, UUID campaignId) {}

    /**
     * A profile of which a list has decided.
     *
     * @param again when it is due again; empty: not
     * @param onList whether something stands on the list for its sake now
     */
    record Settled(UUID profileId, String outcome, Optional<Instant> again, boolean onList) {}

    private final Runnable news;

    ListEntryStore(Wakeups wakeups) {
        this.news = () -> wakeups.signal(Wakeups.Topic.WORK);
    }

    /** Must be before the membership itself is written: see {@link #memberships}. One mark for a profile and list. */
    void mark(Transaction tx, Collection<Mark> marks, Instant now) {
        tx.afterCommit(news);
        tx.execute(
                MARK,
                array(marks, mark -> Bucket.of(mark.profileId), Short[]::new),
                array(marks, Mark::profileId, UUID[]::new),
                array(marks, Mark::campaignId, UUID[]::new),
                array(marks, Mark::member, Boolean[]::new),
                utc(now));
    }

    /** All lists on which the profiles may stand. */
    void markProfiles(Transaction tx, Collection<UUID> profiles, Instant now) {
        int marked = tx.execute(
                MARK_PROFILES, array(profiles, Bucket::of, Short[]::new), profiles.toArray(UUID[]::new), utc(now));
        if (marked > 0) {
            tx.afterCommit(news);
        }
    }

    void markMembers(
            Transaction tx,
            String workspace,
            String audience,
            UUID campaign,
            short firstBucket,
            short lastBucket,
            Instant now) {
        tx.afterCommit(news);
        tx.execute(MARK_MEMBERS, workspace, audience, campaign, utc(now), firstBucket, lastBucket);
    }

    /** Who is due, without a lock: those for whose sake something stands on the list, or the others. */
    List<Due> due(Transaction tx, UUID campaign, boolean onList, Instant now, int most) {
        List<Due> due = new ArrayList<>();
        for (Row row : tx.query(DUE, campaign, onList, utc(now), most)) {
            due.add(new Due(row.getUUID(1), campaign));
        }
        return due;
    }

    /** Locks those that are due still. */
    List<Due> lock(Transaction tx, List<Due> due) {
        List<Due> locked = new ArrayList<>();
        for (Row row : tx.query(
                LOCK,
                array(due, one -> Bucket.of(one.profileId), Short[]::new),
                array(due, Due::profileId, UUID[]::new),
                array(due, Due::campaignId, UUID[]::new))) {
            locked.add(new Due(row.getUUID(1), row.getUUID(2)));
        }
        return locked;
    }

    /** Whether the memberships are those of the past, because their feed is read from its beginning. */
    boolean isPast(Transaction tx) {
        return tx.query(IS_PAST).size() > 0;
    }

    /**
     * The memberships of profiles whose entries are locked: what is written meanwhile waits for the lock and marks them anew. None at all
     * while the memberships are those of the past.
     */
    List<Membership> memberships(
            Transaction tx, String workspace, String audience, Collection<UUID> profiles, Instant now) {
        List<Membership> memberships = new ArrayList<>();
        for (Row row : tx.query(
                MEMBERSHIPS,
                workspace,
                audience,
                array(profiles, Bucket::of, Short[]::new),
                profiles.toArray(UUID[]::new))) {
            OffsetDateTime since = row.getOffsetDateTime(2);
            memberships.add(new Membership(
                    row.getUUID(0),
                    row.getBoolean(1),
                    since == null ? now : since.toInstant(),
                    row.getLong(3),
                    row.getLong(4)));
        }
        return memberships;
    }

    void settle(Transaction tx, UUID campaign, List<Settled> settled) {
        tx.execute(
                SETTLE,
                campaign,
                array(settled, one -> Bucket.of(one.profileId), Short[]::new),
                array(settled, Settled::profileId, UUID[]::new),
                array(settled, one -> one.again.map(ListEntryStore::utc).orElse(null), OffsetDateTime[]::new),
                array(settled, Settled::outcome, String[]::new),
                array(settled, Settled::onList, Boolean[]::new));
    }

    private static <S, V> V[] array(Collection<S> from, Function<S, V> part, IntFunction<V[]> make) {
        return from.stream().map(part).toArray(make);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
