package io.onefold.ingestion.quarantine;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Keeps events aside. */
@ApplicationScoped
public class QuarantineStore {
    private static final String PUT = """
            insert into quarantined_event
                (bucket, event_id, workspace, source, message_id, reason, detail, raw, receive_time)
            select n.*, $9
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[]) as n""";

    /** An event to keep aside, as it was sent. */
    public record Entry(
            UUID eventId,
            String workspace,
            String source,
            String messageId,
            String reason,
            String detail,
            byte[] raw) {}

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
                receiveTime);
    }

    private static String[] texts(List<Entry> entries, Function<Entry, String> field) {
        return entries.stream().map(field).toArray(String[]::new);
    }
}
