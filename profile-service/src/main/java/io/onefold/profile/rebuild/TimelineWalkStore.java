package io.onefold.profile.rebuild;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.state.Stamp;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads timelines from their beginning on. */
@ApplicationScoped
class TimelineWalkStore {
    /** Before every event. */
    static final Stamp BEGINNING = new Stamp(Instant.parse("0001-01-01T00:00:00Z"), new UUID(0, 0));

    private static final String NEXT = """
            select r.record_id, t.event_time, t.event_id, t.payload
            from unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id)
            cross join lateral (
                select event_time, event_id, payload
                from timeline
                where bucket = r.bucket and record_id = r.record_id and (event_time, event_id) > ($3, $4)
                order by event_time, event_id
                limit $5) t
            order by r.bucket, r.record_id, t.event_time, t.event_id""";

    /** An event as the timeline keeps it. */
    record Entry(Stamp stamp, byte[] payload) {}

    /** Of each record the first events after a stamp; a record without any is absent. */
    Map<UUID, List<Entry>> next(Transaction tx, Collection<UUID> records, Stamp after, int ofEach) {
        Map<UUID, List<Entry>> entries = new HashMap<>();
        for (Row row : tx.query(
                NEXT,
                records.stream().map(Bucket::of).toArray(Short[]::new),
                records.toArray(UUID[]::new),
                after.time().atOffset(ZoneOffset.UTC),
                after.eventId(),
                ofEach)) {
            Stamp stamp = new Stamp(row.getOffsetDateTime(1).toInstant(), row.getUUID(2));
            entries.computeIfAbsent(row.getUUID(0), record -> new ArrayList<>())
                    .add(new Entry(stamp, row.getBuffer(3).getBytes()));
        }
        return entries;
    }
}
