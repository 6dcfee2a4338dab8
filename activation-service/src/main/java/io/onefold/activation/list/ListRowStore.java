package io.onefold.activation.list;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What stands on the partners' lists, and for whose sake. */
@ApplicationScoped
class ListRowStore {
    private static final String HELD = """
            select r.profile_id, r.email_sha256
            from list_row r
            join unnest($2::smallint[], $3::uuid[]) as n(bucket, profile_id) using (bucket, profile_id)
            where r.campaign_id = $1""";

    // Over all buckets, by its index: a hash may be held for profiles of any bucket.
    private static final String ON_LIST = """
            select distinct email_sha256 from list_row where campaign_id = $1 and email_sha256 = any($2::text[])""";

    private static final String HOLD = """
            insert into list_row (bucket, profile_id, campaign_id, email_sha256)
            select bucket, profile_id, $1, email_sha256
            from unnest($2::smallint[], $3::uuid[], $4::text[]) as n(bucket, profile_id, email_sha256)
            on conflict (bucket, profile_id, campaign_id, email_sha256) do nothing""";

    private static final String LET_GO = """
            delete from list_row r
            using unnest($2::smallint[], $3::uuid[], $4::text[]) as n(bucket, profile_id, email_sha256)
            where r.bucket = n.bucket and r.profile_id = n.profile_id and r.campaign_id = $1 and r.email_sha256 = n.email_sha256""";

    /** A hash that stands on a list for a profile's sake. */
    record Held(UUID profileId, String hash) {}

    Map<UUID, Set<String>> held(Transaction tx, UUID campaign, Collection<UUID> profiles) {
        Map<UUID, Set<String>> held = new HashMap<>();
        Short[] buckets = profiles.stream().map(Bucket::of).toArray(Short[]::new);
        for (Row row : tx.query(HELD, campaign, buckets, profiles.toArray(UUID[]::new))) {
            held.computeIfAbsent(row.getUUID(0), profile -> new HashSet<>()).add(row.getString(1));
        }
        return held;
    }

    /** Which of some hashes stand on the list for anybody's sake. */
    Set<String> onList(Transaction tx, UUID campaign, Collection<String> hashes) {
        Set<String> found = new HashSet<>();
        for (Row row : tx.query(ON_LIST, campaign, hashes.toArray(String[]::new))) {
            found.add(row.getString(0));
        }
        return found;
    }

    void hold(Transaction tx, UUID campaign, List<Held> rows) {
        change(tx, HOLD, campaign, rows);
    }

    void letGo(Transaction tx, UUID campaign, List<Held> rows) {
        change(tx, LET_GO, campaign, rows);
    }

    private static void change(Transaction tx, String sql, UUID campaign, List<Held> rows) {
        if (!rows.isEmpty()) {
            tx.execute(
                    sql,
                    campaign,
                    rows.stream().map(row -> Bucket.of(row.profileId)).toArray(Short[]::new),
                    rows.stream().map(Held::profileId).toArray(UUID[]::new),
                    rows.stream().map(Held::hash).toArray(String[]::new));
        }
    }
}
