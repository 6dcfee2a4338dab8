package io.onefold.identity.resolve;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** That records were seen. */
@ApplicationScoped
class EvidenceStore {
    private static final String READ = """
            select e.record_id, e.source, e.day, e.enriching, e.first_time, e.last_time
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::date[], $5::boolean[]) as k(bucket, record_id, source, day, enriching)
            join evidence e using (bucket, record_id, source, day, enriching)""";

    private static final String WIDEN = """
            insert into evidence (bucket, record_id, source, day, enriching, first_time, last_time)
            select bucket, record_id, source, day, enriching, first_time, last_time
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::date[], $5::boolean[], $6::timestamptz[], $7::timestamptz[])
                as n(bucket, record_id, source, day, enriching, first_time, last_time)
            order by bucket, record_id, source, day, enriching
            on conflict (bucket, record_id, source, day, enriching) do update
            set first_time = least(evidence.first_time, excluded.first_time), last_time = greatest(evidence.last_time, excluded.last_time)
            where excluded.first_time < evidence.first_time or excluded.last_time > evidence.last_time""";

    private static final String BELIEVED = """
            select e.record_id, min(e.first_time), max(e.last_time)
            from unnest($1::smallint[], $2::uuid[]) as k(bucket, record_id)
            join evidence e using (bucket, record_id)
            where not e.enriching
            group by e.record_id""";

    private static final String DELETE = """
            delete from evidence e
            using unnest($1::smallint[], $2::uuid[]) as n(bucket, record_id)
            where e.bucket = n.bucket and e.record_id = n.record_id""";

    /** The stored spans among those asked for. */
    Map<EvidenceKey, TimeSpan> read(Transaction tx, List<EvidenceKey> keys) {
        Map<EvidenceKey, TimeSpan> stored = new HashMap<>();
        if (keys.isEmpty()) {
            return stored;
        }
        Columns columns = Columns.of(keys);
        for (Row row :
                tx.query(READ, columns.buckets, columns.records, columns.sources, columns.days, columns.enriching)) {
            EvidenceKey key = new EvidenceKey(row.getUUID(0), row.getString(1), row.getLocalDate(2), row.getBoolean(3));
            stored.put(
                    key,
                    new TimeSpan(
                            row.getOffsetDateTime(4).toInstant(),
                            row.getOffsetDateTime(5).toInstant()));
        }
        return stored;
    }

    Uni<RowSet<Row>> widen(Transaction tx, Map<EvidenceKey, TimeSpan> spans) {
        List<EvidenceKey> keys = List.copyOf(spans.keySet());
        Columns columns = Columns.of(keys);
        int n = keys.size();
        OffsetDateTime[] first = new OffsetDateTime[n];
        OffsetDateTime[] last = new OffsetDateTime[n];
        for (int i = 0; i < n; i++) {
            TimeSpan span = Objects.requireNonNull(spans.get(keys.get(i)));
            first[i] = span.first().atOffset(ZoneOffset.UTC);
            last[i] = span.last().atOffset(ZoneOffset.UTC);
        }
        return tx.send(
                WIDEN, columns.buckets, columns.records, columns.sources, columns.days, columns.enriching, first, last);
    }

    void delete(Transaction tx, Collection<UUID> ids) {
        Keys keys = Keys.of(ids);
        tx.execute(DELETE, keys.buckets(), keys.ids());
    }

    /** When sources that create saw the records; records that none of them saw are absent. */
    Map<UUID, TimeSpan> believed(Transaction tx, Collection<UUID> recordIds) {
        Map<UUID, TimeSpan> spans = new HashMap<>();
        if (recordIds.isEmpty()) {
            return spans;
        }
        Keys keys = Keys.of(recordIds);
        for (Row row : tx.query(BELIEVED, keys.buckets(), keys.ids())) {
            spans.put(
                    row.getUUID(0),
                    new TimeSpan(
                            row.getOffsetDateTime(1).toInstant(),
                            row.getOffsetDateTime(2).toInstant()));
        }
        return spans;
    }

    /** Keys of evidence, column by column. */
    private record Columns(Short[] buckets, UUID[] records, String[] sources, LocalDate[] days, Boolean[] enriching) {

        static Columns of(List<EvidenceKey> keys) {
            int n = keys.size();
            Columns columns = new Columns(new Short[n], new UUID[n], new String[n], new LocalDate[n], new Boolean[n]);
            for (int i = 0; i < n; i++) {
                EvidenceKey key = keys.get(i);
                columns.buckets[i] = Bucket.of(key.recordId());
                columns.records[i] = key.recordId();
                columns.sources[i] = key.source();
                columns.days[i] = key.day();
                columns.enriching[i] = key.enriching();
            }
            return columns;
        }
    }
}
