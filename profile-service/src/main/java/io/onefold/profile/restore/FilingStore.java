package io.onefold.profile.restore;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Walks through all timelines. */
@ApplicationScoped
class FilingStore {
    /** In the order of the primary key, whatever the number of buckets: each piece begins where the one before ended. */
    private static final String AFTER = """
            select bucket, record_id, event_time, event_id
            from timeline
            where (bucket, record_id, event_time, event_id) > ($1, $2, $3, $4)
            order by bucket, record_id, event_time, event_id
            limit $5""";

    private static final String PAYLOADS = """
            select t.payload
            from unnest($1::smallint[], $2::uuid[], $3::timestamptz[], $4::uuid[]) as n(bucket, record_id, event_time, event_id)
            join timeline t using (bucket, record_id, event_time, event_id)""";

    List<Filing> after(Transaction tx, Filing last, int size) {
        List<Filing> filings = new ArrayList<>();
        for (Row row : tx.query(
                AFTER,
                last.bucket(),
                last.recordId(),
                last.eventTime().atOffset(ZoneOffset.UTC),
                last.eventId(),
                size)) {
            filings.add(new Filing(
                    row.getShort(0), row.getUUID(1), row.getOffsetDateTime(2).toInstant(), row.getUUID(3)));
        }
        return filings;
    }

    List<byte[]> payloads(Transaction tx, List<Filing> filings) {
        List<byte[]> payloads = new ArrayList<>();
        for (Row row : tx.query(
                PAYLOADS,
                filings.stream().map(Filing::bucket).toArray(Short[]::new),
                filings.stream().map(Filing::recordId).toArray(UUID[]::new),
                filings.stream()
                        .map(filing -> filing.eventTime().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new),
                filings.stream().map(Filing::eventId).toArray(UUID[]::new))) {
            payloads.add(row.getBuffer(0).getBytes());
        }
        return payloads;
    }
}
