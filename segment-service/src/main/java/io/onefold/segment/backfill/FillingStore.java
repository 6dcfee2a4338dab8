package io.onefold.segment.backfill;

import io.onefold.kit.sql.Transaction;
import io.onefold.segment.audience.Audience;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Whether what is being filled is still wanted, and who fills it. */
@ApplicationScoped
class FillingStore {
    private static final String HOLD = """
            select a.id
            from audience a
            join unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) as n(id, version, begin_time) using (id, version, begin_time)
            where a.state = any($4::text[])
            order by a.id
            for share of a""";

    private static final String TAKE = """
            insert into audience_lease (audience_id, holder, expires_at)
            select audience_id, $2, $4
            from unnest($1::uuid[]) as audience_id
            order by audience_id
            on conflict (audience_id) do update
            set holder = excluded.holder, expires_at = excluded.expires_at
            where audience_lease.holder = $2 or audience_lease.expires_at < $3
            returning audience_id""";

    private static final String RELEASE =
            "delete from audience_lease where audience_id = any($1::uuid[]) and holder = $2";

    /** Those that are in one of some states and otherwise as they were when they were read; they stay so until the transaction ends. */
    Set<UUID> hold(Transaction tx, Collection<Audience> audiences, String... states) {
        return ids(tx.query(
                HOLD,
                audiences.stream().map(Audience::id).toArray(UUID[]::new),
                audiences.stream().map(Audience::version).toArray(Long[]::new),
                audiences.stream().map(audience -> utc(audience.begin())).toArray(OffsetDateTime[]::new),
                states));
    }

    /** Takes or renews; gives those that nobody else holds. */
    Set<UUID> take(Transaction tx, Collection<UUID> audienceIds, UUID holder, Instant now, Instant until) {
        return ids(tx.query(TAKE, audienceIds.toArray(UUID[]::new), holder, utc(now), utc(until)));
    }

    void release(Transaction tx, Collection<UUID> audienceIds, UUID holder) {
        tx.execute(RELEASE, audienceIds.toArray(UUID[]::new), holder);
    }

    private static Set<UUID> ids(Iterable<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
