package io.onefold.kit.feed;

import io.onefold.kit.sql.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Goes through the feed that this service offers, stretch by stretch, to take out of it what must not be kept. Positions stay: an item that
 * is left empty is told to nobody.
 */
@ApplicationScoped
public class FeedSweep {
    /** What is left of an item of which nothing is. */
    public static final byte[] NOTHING = new byte[0];

    /** What is read is rewritten from what was read: of two who sweep, one waits for the other. */
    private static final String ALONE = "select pg_advisory_xact_lock(hashtextextended('feed sweep', 0))";

    private static final String OF_SUBJECTS = """
            select bucket, position, subject, payload
            from feed_item
            where position > $1 and position <= $2 and subject = any($3) and length(payload) > 0""";

    private static final String OF_WORKSPACES = """
            select bucket, position, subject, payload
            from feed_item
            where position > $1 and position <= $2 and workspace = any($3) and subject is not null and length(payload) > 0""";

    private static final String REWRITE = """
            update feed_item i
            set payload = n.payload
            from unnest($1::smallint[], $2::bigint[], $3::bytea[]) as n(bucket, position, payload)
            where i.bucket = n.bucket and i.position = n.position""";

    // In the order of positions, a piece at a time.
    private static final String AFTER = """
            select position, payload
            from feed_item
            where bucket between $1 and $2 and position > $3 and subject is not null
            order by position
            limit $4""";

    private static final int PIECE = 500;

    private final Partitions partitions;

    public FeedSweep(FeedConfig config) {
        this.partitions = new Partitions(config.partitions());
    }

    /**
     * An item.
     *
     * @param payload what it holds, or is to hold
     */
    public record Item(int partition, short bucket, long position, UUID subject, byte[] payload) {
        public Item with(byte[] other) {
            return new Item(partition, bucket, position, subject, other);
        }
    }

    /** The items about some subjects between two positions, of all partitions, that are not empty yet. */
    public List<Item> ofSubjects(Transaction tx, long after, long upTo, Collection<UUID> subjects) {
        tx.query(ALONE);
        return items(tx.query(OF_SUBJECTS, after, upTo, subjects.toArray(UUID[]::new)));
    }

    /** The items of some workspaces between two positions, of all partitions, that are not empty. */
    public List<Item> ofWorkspaces(Transaction tx, long after, long upTo, Collection<String> workspaces) {
        tx.query(ALONE);
        return items(tx.query(OF_WORKSPACES, after, upTo, workspaces.toArray(String[]::new)));
    }

    private List<Item> items(RowSet<Row> rows) {
        List<Item> items = new ArrayList<>(rows.size());
        for (Row row : rows) {
            short bucket = row.getShort(0);
            items.add(new Item(
                    partitions.of(bucket),
                    bucket,
                    row.getLong(1),
                    row.getUUID(2),
                    row.getBuffer(3).getBytes()));
        }
        return items;
    }

    /** Shows all items of each partition after a position, ticks left out. */
    public void after(Transaction tx, Map<Integer, Long> positions, Consumer<byte[]> reader) {
        positions.forEach((partition, position) -> {
            long from = position;
            int found = PIECE;
            while (found == PIECE) {
                found = 0;
                for (Row row : tx.query(
                        AFTER, partitions.firstBucket(partition), partitions.lastBucket(partition), from, PIECE)) {
                    from = row.getLong(0);
                    found++;
                    reader.accept(row.getBuffer(1).getBytes());
                }
            }
        });
    }

    /** Leaves nothing of some items but their places. */
    public void empty(Transaction tx, List<Item> items) {
        rewrite(tx, items.stream().map(item -> item.with(NOTHING)).toList());
    }

    public void rewrite(Transaction tx, List<Item> items) {
        if (items.isEmpty()) {
            return;
        }
        tx.execute(
                REWRITE,
                items.stream().map(Item::bucket).toArray(Short[]::new),
                items.stream().map(Item::position).toArray(Long[]::new),
                items.stream().map(item -> Buffer.buffer(item.payload())).toArray(Buffer[]::new));
    }
}
