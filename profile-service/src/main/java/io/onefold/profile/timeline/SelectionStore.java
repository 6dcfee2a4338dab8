package io.onefold.profile.timeline;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.state.Stamp;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Selected events out of the timelines of records, oldest first. */
@ApplicationScoped
public class SelectionStore {
    /**
     * One pass over each record's timeline, by its key, whatever is selected: the oldest of each record, then the oldest of these, and of
     * these as many as are not too many bytes.
     */
    private static final String PAGE = """
            select record_id, event_time, event_id, payload
            from (
                select o.*, sum(length(payload)) over (order by event_time, event_id) - length(payload) as bytes_before
                from (
                    select r.record_id, t.event_time, t.event_id, t.payload
                    from unnest($1::smallint[], $2::uuid[]) as r(bucket, record_id)
                    cross join lateral (
                        select event_time, event_id, payload
                        from timeline e
                        where bucket = r.bucket and record_id = r.record_id
                          and (event_time, event_id) > ($3, $4) and event_time <= $5
                          and exists (
                              select
                              from unnest($6::smallint[], $7::text[], $8::smallint[], $9::smallint[])
                                  as s(type, name, channel, content)
                              where (s.type = 0 or s.type = e.type) and (s.name = '' or s.name = e.name)
                                and (s.channel = 0 or s.channel = e.channel) and s.content & e.content = s.content)
                        order by event_time, event_id
                        limit $10) t
                    order by t.event_time, t.event_id
                    limit $10) o) p
            where bytes_before < $11
            order by event_time, event_id""";

    /** The most events of one page, and the most bytes, but one event at least: what is in memory at once. */
    private static final int PAGE_EVENTS = 2_000;

    static final long PAGE_BYTES = 4 << 20;

    /** Before every event: no instant of the contract is earlier. */
    public static final Stamp BEGINNING = new Stamp(Instant.parse("0001-01-01T00:00:00Z"), new UUID(0, 0));
    /** After every event: an event's time is at most the tolerance after its receive time. */
    public static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    /** An event that was selected. */
    public record Selected(UUID recordId, Stamp stamp, byte[] payload) {}

    /**
     * Some events in a row.
     *
     * @param more whether others may follow
     */
    public record Page(List<Selected> events, boolean more) {
        /** What the next page follows. */
        public Stamp last() {
            return events.get(events.size() - 1).stamp();
        }
    }

    /** Whether so many events fit into one page, if they are not large. */
    public static boolean fit(long events) {
        return events <= PAGE_EVENTS;
    }

    /**
     * The oldest events, by time and id, that one of the selectors selects.
     *
     * @param after only what follows it
     * @param upTo only what happened until then, that included
     */
    public Page page(Transaction tx, Collection<UUID> recordIds, List<Selector> selectors, Stamp after, Instant upTo) {
        List<Selected> events = new ArrayList<>();
        long bytes = 0;
        for (Row row : tx.query(
                PAGE,
                recordIds.stream().map(Bucket::of).toArray(Short[]::new),
                recordIds.toArray(UUID[]::new),
                after.time().atOffset(ZoneOffset.UTC),
                after.eventId(),
                upTo.atOffset(ZoneOffset.UTC),
                selectors.stream().map(Selector::type).toArray(Short[]::new),
                selectors.stream().map(Selector::name).toArray(String[]::new),
                selectors.stream().map(Selector::channel).toArray(Short[]::new),
                selectors.stream().map(Selector::content).toArray(Short[]::new),
                PAGE_EVENTS,
                PAGE_BYTES)) {
            Selected event = new Selected(
                    row.getUUID(0),
                    new Stamp(row.getOffsetDateTime(1).toInstant(), row.getUUID(2)),
                    row.getBuffer(3).getBytes());
            events.add(event);
            bytes += event.payload().length;
        }
        return new Page(events, events.size() == PAGE_EVENTS || bytes >= PAGE_BYTES);
    }
}
