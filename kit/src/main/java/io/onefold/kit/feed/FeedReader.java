package io.onefold.kit.feed;

import static io.onefold.kit.sql.Transaction.await;

import io.onefold.kit.error.Failures;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.proto.type.v1.PartitionCursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what follows some cursors. Only the partitions that have news are read, each at most its share of the limit. */
@ApplicationScoped
public class FeedReader {
    private final Database database;
    private final FeedLog log;
    private final FeedEpoch epoch;
    private final Contained contained;

    public FeedReader(Database database, FeedLog log, FeedEpoch epoch, Contained contained) {
        this.database = database;
        this.log = log;
        this.epoch = epoch;
        this.contained = contained;
    }

    /** One partition's items after a cursor. */
    record Slice(int partition, Cursor next, long remaining, String contains, List<StoredItem> items) {}

    /** Reads cursors as a caller sent them; none means all partitions from the beginning. */
    Map<Integer, Cursor> cursors(Collection<PartitionCursor> sent) {
        long present = epoch.present();
        Map<Integer, Cursor> cursors = new TreeMap<>();
        if (sent.isEmpty()) {
            log.partitions().all().forEach(partition -> cursors.put(partition, new Cursor(present, 0)));
        }
        for (PartitionCursor one : sent) {
            if (one.getPartition() < 0 || one.getPartition() >= log.partitions().count()) {
                throw Failures.invalidField(
                        "cursors.partition", "must be below " + log.partitions().count());
            }
            if (cursors.put(one.getPartition(), Cursor.decode(one.getCursor(), present)) != null) {
                throw Failures.invalidField("cursors.partition", one.getPartition() + " is named twice");
            }
        }
        return cursors;
    }

    /** Present cursors of all partitions: where to watch from after a scan that begins now. */
    public List<PartitionCursor> heads() {
        long present = epoch.present();
        List<PartitionCursor> heads = new ArrayList<>();
        database.snapshot(log::heads)
                .forEach((partition, position) -> heads.add(PartitionCursor.newBuilder()
                        .setPartition(partition)
                        .setCursor(new Cursor(present, position).encode())
                        .build()));
        return heads;
    }

    /** What follows the cursors, from one snapshot; partitions without news are absent. */
    List<Slice> after(Map<Integer, Cursor> cursors, int maxItems, long maxBytes) {
        long present = epoch.present();
        return database.snapshot(tx -> {
            Map<Integer, Long> heads = log.heads(tx);
            cursors.forEach((partition, cursor) -> requireHonourable(partition, cursor, present, heads));
            Map<Integer, Cursor> news = new TreeMap<>(cursors);
            news.entrySet()
                    .removeIf(e ->
                            heads.getOrDefault(e.getKey(), 0L) <= e.getValue().position());
            return news.isEmpty() ? List.of() : slices(tx, news, heads, maxItems, maxBytes);
        });
    }

    /** Asks for the items and for what they contain before it awaits the first answer: one round trip. */
    private List<Slice> slices(
            Transaction tx, Map<Integer, Cursor> news, Map<Integer, Long> heads, int maxItems, long maxBytes) {
        int share = Math.max(1, maxItems / news.size());
        List<FeedLog.Span> spans = new ArrayList<>();
        news.forEach((partition, cursor) ->
                spans.add(new FeedLog.Span(partition, cursor.position(), upTo(partition, cursor, heads, share))));
        Uni<RowSet<Row>> read = log.sendRead(tx, spans, Math.max(1, maxBytes / news.size()));
        String containedToken = contained.in(tx);
        Map<Integer, List<StoredItem>> stored = FeedLog.items(await(read));
        List<Slice> slices = new ArrayList<>();
        news.forEach((partition, cursor) -> {
            List<StoredItem> items = stored.getOrDefault(partition, List.of());
            long upTo = cursor.position() + items.size();
            long remaining = heads.getOrDefault(partition, 0L) - upTo;
            slices.add(new Slice(
                    partition,
                    new Cursor(cursor.epoch(), upTo),
                    remaining,
                    remaining == 0 ? containedToken : "",
                    items));
        });
        return slices;
    }

    private static long upTo(int partition, Cursor cursor, Map<Integer, Long> heads, int share) {
        return Math.min(heads.getOrDefault(partition, 0L), cursor.position() + share);
    }

    private static void requireHonourable(int partition, Cursor cursor, long present, Map<Integer, Long> heads) {
        if (cursor.epoch() != present) {
            throw Failures.cursorLost(partition, "is of another epoch of the feed");
        }
        if (cursor.position() > heads.getOrDefault(partition, 0L)) {
            throw Failures.cursorLost(partition, "lies above the head");
        }
    }
}
