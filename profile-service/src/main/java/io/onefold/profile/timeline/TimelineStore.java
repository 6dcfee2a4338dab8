package io.onefold.profile.timeline;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.event.FiledEvent;
import io.onefold.profile.state.Stamp;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The events of each record. */
@ApplicationScoped
public class TimelineStore {
    private static final String APPEND = """
            insert into timeline (bucket, record_id, event_time, event_id, type, name, channel, enriching, content, payload)
            select * from unnest(
                $1::smallint[], $2::uuid[], $3::timestamptz[], $4::uuid[],
                $5::smallint[], $6::text[], $7::smallint[], $8::boolean[], $9::smallint[], $10::bytea[])
            on conflict (bucket, record_id, event_time, event_id) do nothing
            returning event_id""";

    /** The newest events of several records: each record's own newest, then the newest of these, as many as are not too many bytes. */
    private static final String PAGE = """
            select event_time, event_id, payload
            from (
                select n.*,
                    sum(length(payload)) over (order by event_time desc, event_id desc) - length(payload) as bytes_before
                from (
                    select t.event_time, t.event_id, t.payload
                    from unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id)
                    cross join lateral (
                        select event_time, event_id, payload
                        from timeline
                        where bucket = r.bucket and record_id = r.record_id
                          and (event_time, event_id) < ($3, $4)
                          and ($5 = '' or name = $5)
                        order by event_time desc, event_id desc
                        limit $6) t
                    order by t.event_time desc, t.event_id desc
                    limit $6) n) p
            where bytes_before < $7
            order by event_time desc, event_id desc""";

    /** The most bytes of a page, but one event at least: with its frame it is a message that clients take unless told otherwise. */
    private static final long PAGE_BYTES = 3 << 20;

    /** After every event: an event's time is at most the tolerance after its receive time. */
    private static final Stamp END = new Stamp(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

    private static final String DELETE = """
            delete from timeline t
            using unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id)
            where t.bucket = r.bucket and t.record_id = r.record_id""";

    /** An event as the timeline keeps it. */
    public record Entry(Stamp stamp, byte[] payload) {}

    /** Files events; gives the ids of those that were not there yet. */
    public Set<UUID> append(Transaction tx, List<FiledEvent> events) {
        int n = events.size();
        Short[] bucket = new Short[n];
        UUID[] record = new UUID[n];
        OffsetDateTime[] time = new OffsetDateTime[n];
        UUID[] id = new UUID[n];
        Short[] type = new Short[n];
        String[] name = new String[n];
        Short[] channel = new Short[n];
        Boolean[] enriching = new Boolean[n];
        Short[] content = new Short[n];
        Buffer[] payload = new Buffer[n];
        for (int i = 0; i < n; i++) {
            FiledEvent event = events.get(i);
            bucket[i] = Bucket.of(event.recordId());
            record[i] = event.recordId();
            time[i] = utc(event.facts().time());
            id[i] = event.id();
            type[i] = (short) event.facts().kind().type();
            name[i] = event.facts().kind().name();
            channel[i] = (short) event.facts().kind().channel();
            enriching[i] = event.facts().enriching();
            content[i] = Content.of(event.facts());
            payload[i] = Buffer.buffer(event.payload());
        }
        Set<UUID> appended = new HashSet<>();
        if (n > 0) {
            tx.query(APPEND, bucket, record, time, id, type, name, channel, enriching, content, payload)
                    .forEach(row -> appended.add(row.getUUID(0)));
        }
        return appended;
    }

    /** Sends the deletion of all events of some erased records, whose owner rows the caller has locked; the commit waits for it. */
    public void delete(Transaction tx, Collection<UUID> recordIds) {
        tx.send(DELETE, recordIds.stream().map(Bucket::of).toArray(Short[]::new), recordIds.toArray(UUID[]::new));
    }

    /**
     * Some events in a row.
     *
     * @param more whether others may follow
     */
    public record Page(List<Entry> entries, boolean more) {}

    public Page firstPage(Transaction tx, Collection<UUID> recordIds, String name, int size) {
        return page(tx, recordIds, END, name, size);
    }

    /** The newest events before {@code before}, newest first; only those of the name unless it is empty. */
    public Page page(Transaction tx, Collection<UUID> recordIds, Stamp before, String name, int size) {
        List<Entry> page = new ArrayList<>();
        long bytes = 0;
        Short[] buckets = recordIds.stream().map(Bucket::of).toArray(Short[]::new);
        UUID[] records = recordIds.toArray(UUID[]::new);
        // One more than asked for tells whether there is a next page.
        for (Row row :
                tx.query(PAGE, buckets, records, utc(before.time()), before.eventId(), name, size + 1, PAGE_BYTES)) {
            Stamp stamp = new Stamp(row.getOffsetDateTime(0).toInstant(), row.getUUID(1));
            Entry entry = new Entry(stamp, row.getBuffer(2).getBytes());
            page.add(entry);
            bytes += entry.payload().length;
        }
        boolean more = page.size() > size;
        return new Page(more ? page.subList(0, size) : page, more || bytes >= PAGE_BYTES);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
