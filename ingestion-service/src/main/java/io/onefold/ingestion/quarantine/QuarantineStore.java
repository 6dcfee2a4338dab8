package io.onefold.ingestion.quarantine;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Keeps events aside. */
@ApplicationScoped
public class QuarantineStore {
    private static final String PUT = """
            insert into quarantined_event
                (bucket, event_id, workspace, source, message_id, reason, detail, raw, after_erasure, receive_time)
            select n.*, $10
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::bigint[])
                as n""";

    // An event id's bucket is its ten highest bits, so this is the order of the key.
    private static final String LIST = """
            select event_id, source, raw, after_erasure
            from quarantined_event
            where (bucket, event_id) > ($2, $3) and workspace = $1
            order by bucket, event_id
            limit $4""";

    private static final String DELETE = """
            delete from quarantined_event q
            using unnest($1::smallint[], $2::uuid[]) as n(bucket, event_id)
            where q.bucket = n.bucket and q.event_id = n.event_id""";

    // Every few seconds: of a table that is large, since nobody looks after it, an index's counts are too much to read.
    private static final String COUNT = """
            select workspace, source, reason, count(*)
            from (select workspace, source, reason from quarantined_event limit $1) as counted
            group by workspace, source, reason""";

    /** More are not counted. */
    static final int MOST_COUNTED = 100_000;

    /** How many there are of a reason. */
    record Count(String workspace, String source, String reason, long events) {}

    List<Count> count(Transaction tx) {
        List<Count> counts = new ArrayList<>();
        for (Row row : tx.query(COUNT, MOST_COUNTED)) {
            counts.add(new Count(row.getString(0), row.getString(1), row.getString(2), row.getLong(3)));
        }
        return counts;
    }

    /**
     * An event that is kept aside.
     *
     * @param afterErasure the ordinal of the latest erasure of somebody whom it seems to name; 0: of nobody
     */
    public record Kept(UUID eventId, String source, byte[] raw, long afterErasure) {}

    /** An event to keep aside, as it was sent; afterErasure as in {@link Kept}. */
    public record Entry(
            UUID eventId,
            String workspace,
            String source,
            String messageId,
            String reason,
            String detail,
            byte[] raw,
            long afterErasure) {}

    public Uni<RowSet<Row>> put(Transaction tx, List<Entry> entries, OffsetDateTime receiveTime) {
        return tx.send(
                PUT,
                entries.stream().map(e -> Bucket.of(e.eventId())).toArray(Short[]::new),
                entries.stream().map(Entry::eventId).toArray(UUID[]::new),
                texts(entries, Entry::workspace),
                texts(entries, Entry::source),
                texts(entries, Entry::messageId),
                texts(entries, Entry::reason),
                texts(entries, Entry::detail),
                entries.stream().map(e -> Buffer.buffer(e.raw())).toArray(Buffer[]::new),
                entries.stream().map(Entry::afterErasure).toArray(Long[]::new),
                receiveTime);
    }

    /** Some of a workspace's, in the order of their ids, from the one after an id on. */
    public List<Kept> list(Transaction tx, String workspace, UUID after, int most) {
        List<Kept> kept = new ArrayList<>();
        for (Row row : tx.query(LIST, workspace, Bucket.of(after), after, most)) {
            kept.add(new Kept(row.getUUID(0), row.getString(1), row.getBuffer(2).getBytes(), row.getLong(3)));
        }
        return kept;
    }

    public void delete(Transaction tx, List<UUID> eventIds) {
        tx.execute(DELETE, eventIds.stream().map(Bucket::of).toArray(Short[]::new), eventIds.toArray(UUID[]::new));
    }

    private static String[] texts(List<Entry> entries, Function<Entry, String> field) {
        return entries.stream().map(field).toArray(String[]::new);
    }
}
