package io.onefold.segment.profiles;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table of profiles that were evaluated without their events, since these could not be read. */
@ApplicationScoped
public class UnreadableStore {
    /** The last one who counts it as unreadable, on whatever replica, decides when it is read again. */
    private static final String PUT = """
            insert into unreadable_profile (bucket, profile_id, workspace, reason, retry_at)
            values ($1, $2, $3, $4, $5)
            on conflict (bucket, profile_id) do update
            set reason = excluded.reason, retry_at = greatest(unreadable_profile.retry_at, excluded.retry_at)""";

    // Spans the buckets: few rows, by an index of their own. Not locked: two replicas that look at one find the same.
    private static final String TO_RETRY = """
            select profile_id, workspace, retry_at
            from unreadable_profile
            where retry_at <= $1
            order by retry_at, profile_id
            limit $2""";

    /** Only what was looked at: it may have turned out to be unreadable anew. */
    private static final String POSTPONE = """
            update unreadable_profile
            set retry_at = $4
            where bucket = $1 and profile_id = $2 and retry_at = $3""";

    private static final String REMOVE =
            "delete from unreadable_profile where bucket = $1 and profile_id = $2 and retry_at = $3";

    /** One that is to be evaluated anew. */
    public record Stored(String workspace, UUID profileId, Instant retryAt) {}

    void put(Transaction tx, String workspace, UUID profileId, String reason, Instant retryAt) {
        tx.execute(PUT, Bucket.of(profileId), profileId, workspace, reason, utc(retryAt));
    }

    public List<Stored> toRetry(Transaction tx, Instant now, int limit) {
        List<Stored> some = new ArrayList<>();
        for (Row row : tx.query(TO_RETRY, utc(now), limit)) {
            some.add(new Stored(
                    row.getString(1), row.getUUID(0), row.getOffsetDateTime(2).toInstant()));
        }
        return some;
    }

    public void postpone(Transaction tx, Stored one, Instant retryAt) {
        tx.execute(POSTPONE, Bucket.of(one.profileId), one.profileId, utc(one.retryAt), utc(retryAt));
    }

    public void remove(Transaction tx, Stored one) {
        tx.execute(REMOVE, Bucket.of(one.profileId), one.profileId, utc(one.retryAt));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
