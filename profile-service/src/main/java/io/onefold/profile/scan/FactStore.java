package io.onefold.profile.scan;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Selected events out of the timelines of records. */
@ApplicationScoped
class FactStore {
    /** Per record and kind, so that neither a long timeline nor a long selection of one record fills the memory. */
    private static final String SELECT = """
            select r.record_id, k.kind, t.event_time, t.event_id, t.payload
            from unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id)
            cross join unnest($3::integer[], $4::smallint[], $5::text[], $6::boolean[]) as k(kind, type, name, content)
            cross join lateral (
                select event_time, event_id, case when k.content then payload end as payload
                from timeline
                where bucket = r.bucket and record_id = r.record_id and type = k.type and name = k.name
                order by event_time, event_id
                limit $7) t""";

    /** A kind of event; {@code content} when its properties are wanted too. */
    record Kind(int type, String name, boolean content) {}

    /** An event of a kind, by its place in the list of kinds. */
    record Found(UUID recordId, int kind, Instant time, UUID eventId, byte @Nullable [] payload) {}

    List<Found> select(Transaction tx, List<UUID> recordIds, List<Kind> kinds, int limit) {
        List<Found> found = new ArrayList<>();
        if (recordIds.isEmpty() || kinds.isEmpty()) {
            return found;
        }
        Integer[] index = new Integer[kinds.size()];
        for (int i = 0; i < index.length; i++) {
            index[i] = i;
        }
        for (Row row : tx.query(
                SELECT,
                recordIds.stream().map(Bucket::of).toArray(Short[]::new),
                recordIds.toArray(UUID[]::new),
                index,
                kinds.stream().map(k -> (short) k.type()).toArray(Short[]::new),
                kinds.stream().map(Kind::name).toArray(String[]::new),
                kinds.stream().map(Kind::content).toArray(Boolean[]::new),
                limit)) {
            Buffer payload = row.getBuffer(4);
            found.add(new Found(
                    row.getUUID(0),
                    row.getInteger(1),
                    row.getOffsetDateTime(2).toInstant(),
                    row.getUUID(3),
                    payload == null ? null : payload.getBytes()));
        }
        return found;
    }
}
