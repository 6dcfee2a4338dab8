package io.onefold.ingestion.restore;

import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Whether claims are awaited, and the events whose claims were returned. */
@ApplicationScoped
class RestoreStore {
    /** A store without the row never had another epoch. */
    private static final String BEGIN = """
            insert into restore (epoch, awaiting)
            values ($1, false)
            on conflict (one) do nothing""";

    /** A later epoch than the one that was looked at last is that of a restored store. */
    private static final String ENTER = "update restore set epoch = $1, awaiting = true where epoch < $1";

    private static final String READ = "select epoch, awaiting from restore";

    private static final String END = "update restore set awaiting = false where epoch = $1";

    private static final String PARTITIONS = "select partition, began_at from feed_head";

    private static final String NAME = """
            insert into lost_event (bucket, event_id, workspace, source, message_id, event_time, record_id, epoch)
            select n.*, $8
            from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::uuid[]) as n
            on conflict (bucket, event_id) do nothing""";

    private static final String FORGET = """
            delete from lost_event
            where record_id = any($1::uuid[])
            returning event_id""";

    private static final String LIST = """
            select event_id, workspace, source, message_id, event_time, record_id
            from lost_event
            where workspace = $1 and event_id > $2
            order by event_id
            limit $3""";

    /** How it stands. */
    record Standing(long epoch, boolean awaiting) {}

    Standing enter(Transaction tx, long epoch) {
        tx.execute(BEGIN, epoch);
        tx.execute(ENTER, epoch);
        return read(tx).orElseThrow();
    }

    Optional<Standing> read(Transaction tx) {
        for (Row row : tx.query(READ)) {
            return Optional.of(new Standing(row.getLong(0), row.getBoolean(1)));
        }
        return Optional.empty();
    }

    void end(Transaction tx, long epoch) {
        tx.execute(END, epoch);
    }

    TreeMap<Integer, Long> beganAt(Transaction tx) {
        TreeMap<Integer, Long> began = new TreeMap<>();
        for (Row row : tx.query(PARTITIONS)) {
            began.put(row.getShort(0).intValue(), row.getLong(1));
        }
        return began;
    }

    void name(Transaction tx, List<LostEvent> events, long epoch) {
        tx.execute(
                NAME,
                events.stream().map(event -> Bucket.of(event.eventId())).toArray(Short[]::new),
                events.stream().map(LostEvent::eventId).toArray(UUID[]::new),
                events.stream().map(LostEvent::workspace).toArray(String[]::new),
                events.stream().map(LostEvent::source).toArray(String[]::new),
                events.stream().map(LostEvent::messageId).toArray(String[]::new),
                events.stream()
                        .map(event -> event.eventTime().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new),
                events.stream().map(LostEvent::recordId).toArray(UUID[]::new),
                epoch);
    }

    /** Those of some records; gives their ids. */
    List<UUID> forget(Transaction tx, Collection<UUID> recordIds) {
        List<UUID> forgotten = new ArrayList<>();
        tx.query(FORGET, (Object) recordIds.toArray(UUID[]::new)).forEach(row -> forgotten.add(row.getUUID(0)));
        return forgotten;
    }

    List<LostEvent> list(Transaction tx, String workspace, UUID after, int size) {
        List<LostEvent> events = new ArrayList<>();
        for (Row row : tx.query(LIST, workspace, after, size)) {
            events.add(new LostEvent(
                    row.getUUID(0),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getOffsetDateTime(4).toInstant(),
                    row.getUUID(5)));
        }
        return events;
    }
}
