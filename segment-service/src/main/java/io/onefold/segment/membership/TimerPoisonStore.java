package io.onefold.segment.membership;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of timers that are set aside. */
@ApplicationScoped
class TimerPoisonStore {
    /** Whoever finds it due once more before its pause is over, such as a filling that set its timer anew, does not shorten the pause. */
    private static final String PUT = """
            insert into timer_poison (bucket, profile_id, workspace, due_at, reason, set_aside_at, attempts, retry_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (bucket, profile_id) do update
            set due_at = excluded.due_at, reason = excluded.reason, set_aside_at = excluded.set_aside_at,
                attempts = greatest(timer_poison.attempts, excluded.attempts),
                retry_at = case
                    when excluded.attempts > timer_poison.attempts then excluded.retry_at
                    else timer_poison.retry_at
                end""";

    // Spans the buckets: few rows, by an index of their own. Not locked: two replicas that look at one find the same.
    private static final String TO_RETRY = """
            select p.profile_id, p.workspace, p.due_at, p.attempts, s.state
            from timer_poison p
            left join standing s using (bucket, profile_id)
            where p.retry_at <= $1
            order by p.retry_at
            limit $2""";

    /** Only what was looked at: it may have been set aside anew since. */
    private static final String REMOVE = """
            delete from timer_poison
            where bucket = $1 and profile_id = $2 and due_at = $3 and attempts = $4""";

    private static final String POSTPONE = """
            update timer_poison
            set retry_at = $5, attempts = attempts + 1
            where bucket = $1 and profile_id = $2 and due_at = $3 and attempts = $4""";

    /** One that was set aside, with how the profile stands now. */
    record Stored(UUID profileId, String workspace, Instant dueAt, int attempts, Standings standings) {}

    void put(Transaction tx, DueProfiles.Due due, DueProfiles.Failure failure) {
        tx.execute(
                PUT,
                Bucket.of(due.profileId()),
                due.profileId(),
                due.workspace(),
                utc(due.dueAt()),
                failure.reason(),
                utc(failure.at()),
                failure.attempts(),
                utc(failure.retryAt()));
    }

    List<Stored> toRetry(Transaction tx, Instant now, int limit) {
        List<Stored> some = new ArrayList<>();
        for (Row row : tx.query(TO_RETRY, utc(now), limit)) {
            @Nullable Buffer state = row.getBuffer(4);
            some.add(new Stored(
                    row.getUUID(0),
                    row.getString(1),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getInteger(3),
                    state == null ? Standings.NONE : StandingsCodec.read(state.getBytes())));
        }
        return some;
    }

    void remove(Transaction tx, DueProfiles.Due due, int attempts) {
        tx.execute(REMOVE, Bucket.of(due.profileId()), due.profileId(), utc(due.dueAt()), attempts);
    }

    /** Only what was looked at, too. */
    void postpone(Transaction tx, DueProfiles.Due due, int attempts, Instant retryAt) {
        tx.execute(POSTPONE, Bucket.of(due.profileId()), due.profileId(), utc(due.dueAt()), attempts, utc(retryAt));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
