package io.onefold.activation.list;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What stands on the partners' lists, and for whose sake. */
@ApplicationScoped
class ListRowStore {
    private static final String HELD = """
            select r.profile_id, r.email_sha256, r.told
            from list_row r
            join unnest($2::smallint[], $3::uuid[]) as n(bucket, profile_id) using (bucket, profile_id)
            where r.campaign_id = $1""";

    // Over all buckets, by its index: a hash may be held for profiles of any bucket.
    private static final String ON_LIST = """
            select email_sha256, bool_or(told)
            from list_row
            where campaign_id = $1 and email_sha256 = any($2::text[])
            group by email_sha256""";

    private static final String HOLD = """
            insert into list_row (bucket, profile_id, campaign_id, email_sha256, told)
            select bucket, profile_id, $1, email_sha256, told
            from unnest($2::smallint[], $3::uuid[], $4::text[], $5::boolean[]) as n(bucket, profile_id, email_sha256, told)
            on conflict (bucket, profile_id, campaign_id, email_sha256) do nothing""";

    private static final String LET_GO = """
            delete from list_row r
            using unnest($2::smallint[], $3::uuid[], $4::text[]) as n(bucket, profile_id, email_sha256)
            where r.bucket = n.bucket and r.profile_id = n.profile_id and r.campaign_id = $1 and r.email_sha256 = n.email_sha256""";

    // Over all buckets, by its index.
    private static final String TOLD = """
            update list_row r
            set told = true
            from list_change c
            where c.destination_id = $1 and c.number = $2 and c.action = 'add'
                and r.campaign_id = c.campaign_id and r.email_sha256 = c.email_sha256 and not r.told""";

    // What a file that is dropped was to remove may stand there still.
    private static final String MAY_STAND = """
            insert into list_row (bucket, profile_id, campaign_id, email_sha256, told)
            select bucket, profile_id, campaign_id, email_sha256, false
            from list_change
            where destination_id = $1 and number = $2 and action = 'remove'
            on conflict (bucket, profile_id, campaign_id, email_sha256) do nothing""";

    // Locked in order first, as everybody who marks entries does.
    private static final String MARK_UNTOLD = """
            update list_entry e
            set due_at = least(e.due_at, $3), on_list = true
            from (
                select bucket, profile_id, campaign_id
                from list_entry
                where (bucket, profile_id, campaign_id) in (
                    select r.bucket, r.profile_id, r.campaign_id
                    from list_row r
                    join list_change c on c.campaign_id = r.campaign_id and c.email_sha256 = r.email_sha256
                    where c.destination_id = $1 and c.number = $2 and not r.told)
                order by bucket, profile_id, campaign_id
                for no key update) as locked
            where e.bucket = locked.bucket and e.profile_id = locked.profile_id and e.campaign_id = locked.campaign_id""";

    /** A hash that stands on a list for a profile's sake; told: a file that is written says so. */
    record Held(UUID profileId, String hash, boolean told) {}

    /** The hashes of each profile, and whether a file that is written says so. */
    Map<UUID, Map<String, Boolean>> held(Transaction tx, UUID campaign, Collection<UUID> profiles) {
        Map<UUID, Map<String, Boolean>> held = new HashMap<>();
        Short[] buckets = profiles.stream().map(Bucket::of).toArray(Short[]::new);
        for (Row row : tx.query(HELD, campaign, buckets, profiles.toArray(UUID[]::new))) {
            held.computeIfAbsent(row.getUUID(0), profile -> new HashMap<>()).put(row.getString(1), row.getBoolean(2));
        }
        return held;
    }

    /** Which of some hashes stand on the list for anybody's sake, and whether a file that is written says so. */
    Map<String, Boolean> onList(Transaction tx, UUID campaign, Collection<String> hashes) {
        Map<String, Boolean> found = new HashMap<>();
        for (Row row : tx.query(ON_LIST, campaign, hashes.toArray(String[]::new))) {
            found.put(row.getString(0), row.getBoolean(1));
        }
        return found;
    }

    void hold(Transaction tx, UUID campaign, List<Held> rows) {
        if (!rows.isEmpty()) {
            tx.execute(
                    HOLD,
                    campaign,
                    rows.stream().map(row -> Bucket.of(row.profileId)).toArray(Short[]::new),
                    rows.stream().map(Held::profileId).toArray(UUID[]::new),
                    rows.stream().map(Held::hash).toArray(String[]::new),
                    rows.stream().map(Held::told).toArray(Boolean[]::new));
        }
    }

    void letGo(Transaction tx, UUID campaign, List<Held> rows) {
        if (!rows.isEmpty()) {
            tx.execute(
                    LET_GO,
                    campaign,
                    rows.stream().map(row -> Bucket.of(row.profileId)).toArray(Short[]::new),
                    rows.stream().map(Held::profileId).toArray(UUID[]::new),
                    rows.stream().map(Held::hash).toArray(String[]::new));
        }
    }

    /** A file is written: what it adds is told. */
    void told(Transaction tx, UUID destination, long number) {
        tx.execute(TOLD, destination, number);
    }

    /** A file is dropped, whether it is written or not: everything that it says is looked at again. */
    void untold(Transaction tx, UUID destination, long number, OffsetDateTime now) {
        tx.execute(MAY_STAND, destination, number);
        tx.execute(MARK_UNTOLD, destination, number, now);
    }
}
