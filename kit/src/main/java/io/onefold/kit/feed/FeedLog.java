package io.onefold.kit.feed;

import static io.onefold.kit.sql.Transaction.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The feed that this service offers. Positions come from the heads' row locks, taken in order of partition in the writing transaction and
 * held to its end: what a reader sees at a position is final, and nothing appears below it later.
 */
@ApplicationScoped
public class FeedLog {
    private static final String ADVANCE_HEADS = """
            with locked as materialized (
                select h.partition, h.position, n.items
                from feed_head h
                join unnest($1::smallint[], $2::bigint[]) as n(partition, items) using (partition)
                order by h.partition
                for no key update of h)
            update feed_head h
            set position = locked.position + locked.items
            from locked
            where h.partition = locked.partition
            returning h.partition, locked.position""";

    private static final String LOCK_HEADS = "select partition from feed_head order by partition for no key update";

    static final String APPEND = """
            insert into feed_item (bucket, position, workspace, subject, payload)
            select * from unnest($1::smallint[], $2::bigint[], $3::text[], $4::uuid[], $5::bytea[])""";

    private static final String HEADS = "select partition, position from feed_head order by partition";

    // One descent of the index for each partition: the same positions of other partitions are passed over in it, a
    // dozen or so for each item.
    static final String READ = """
            select n.partition, i.position, i.workspace, i.subject, i.payload
            from unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::smallint[])
                as n(partition, after, up_to, first_bucket, last_bucket)
            cross join lateral (
                select position, workspace, subject, payload,
                    sum(length(payload)) over (order by position) - length(payload) as bytes_before
                from feed_item
                where position > n.after and position <= n.up_to and bucket between n.first_bucket and n.last_bucket) i
            where i.bytes_before < $6
            order by n.partition, i.position""";

    private static final String SET_CLOCK = """
            insert into feed_clock (workspace, partition, time)
            select $1, partition, $2 from unnest($3::smallint[]) as partition
            on conflict (workspace, partition) do update set time = greatest(feed_clock.time, excluded.time)""";

    private final Partitions partitions;
    private final Wakeups wakeups;
    private final Counter published;

    public FeedLog(FeedConfig config, Wakeups wakeups, MeterRegistry registry) {
        this.partitions = new Partitions(config.partitions());
        this.wakeups = wakeups;
        this.published = Counter.builder("onefold.feed.published.items")
                .description("Items that this replica has put into the service's own feed, ticks left out.")
                .register(registry);
    }

    /** What a commit tells; the same for the same partitions. */
    private record News(Wakeups wakeups, Set<Integer> partitions) implements Runnable {
        @Override
        public void run() {
            wakeups.signalItems(partitions);
        }
    }

    public Partitions partitions() {
        return partitions;
    }

    /**
     * Locks the heads of some partitions and moves them on; gives the position before the first new one. From here to the commit every
     * other writer of these partitions waits: call it as late as possible. The commit wakes who watches the feed.
     */
    public Map<Integer, Long> reserve(Transaction tx, Map<Integer, Integer> itemsByPartition) {
        TreeMap<Integer, Integer> sorted = new TreeMap<>(itemsByPartition);
        Map<Integer, Long> before = new HashMap<>();
        if (sorted.isEmpty()) {
            return before;
        }
        Short[] partition = sorted.keySet().stream().map(Integer::shortValue).toArray(Short[]::new);
        Long[] items = sorted.values().stream().map(Integer::longValue).toArray(Long[]::new);
        for (Row row : tx.query(ADVANCE_HEADS, partition, items)) {
            before.put(row.getShort(0).intValue(), row.getLong(1));
        }
        tx.afterCommit(new News(wakeups, sorted.keySet()));
        if (before.size() != sorted.size()) {
            throw new IllegalStateException("no heads for some of the partitions " + sorted.keySet());
        }
        return before;
    }

    /** Locks all heads until the transaction ends: nothing is appended meanwhile, and what is read under the lock is final. */
    public void lock(Transaction tx) {
        tx.query(LOCK_HEADS);
    }

    /** Appends items, in their order within each partition; gives the last position of each partition that got some. */
    public Map<Integer, Long> append(Transaction tx, List<NewItem> items) {
        Map<Integer, Integer> counts = new HashMap<>();
        items.forEach(item -> counts.merge((int) partitions.of(item.bucket()), 1, Integer::sum));
        Map<Integer, Long> last = new HashMap<>(reserve(tx, counts));
        await(appendReserved(tx, items, last));
        return last;
    }

    /**
     * Sends the insert of items whose positions were reserved; {@code last} holds the position before the first one of each partition and
     * is moved on.
     */
    public Uni<RowSet<Row>> appendReserved(Transaction tx, List<NewItem> items, Map<Integer, Long> last) {
        int n = items.size();
        Short[] bucket = new Short[n];
        Long[] position = new Long[n];
        String[] workspace = new String[n];
        UUID[] subject = new UUID[n];
        Buffer[] payload = new Buffer[n];
        for (int i = 0; i < n; i++) {
            NewItem item = items.get(i);
            bucket[i] = item.bucket();
            position[i] = last.merge((int) partitions.of(item.bucket()), 1L, Long::sum);
            workspace[i] = item.workspace();
            subject[i] = item.subject();
            payload[i] = Buffer.buffer(item.payload());
        }
        tx.afterCommit(() -> published.increment(n));
        return tx.send(APPEND, bucket, position, workspace, subject, payload);
    }

    /** Appends a tick to every partition. The caller knows that nothing before {@code time} will follow. */
    public Map<Integer, Long> tick(Transaction tx, String workspace, Instant time) {
        Map<Integer, Integer> one = new HashMap<>();
        partitions.all().forEach(partition -> one.put(partition, 1));
        Map<Integer, Long> last = new TreeMap<>(reserve(tx, one));
        int n = last.size();
        Short[] bucket = new Short[n];
        Long[] position = new Long[n];
        String[] workspaces = new String[n];
        UUID[] noSubject = new UUID[n];
        Buffer[] payload = new Buffer[n];
        int i = 0;
        for (Integer partition : partitions.all()) {
            bucket[i] = partitions.firstBucket(partition);
            position[i] = last.merge(partition, 1L, Long::sum);
            workspaces[i] = workspace;
            payload[i] = Buffer.buffer(encode(time));
            i++;
        }
        tx.execute(APPEND, bucket, position, workspaces, noSubject, payload);
        tx.execute(
                SET_CLOCK,
                workspace,
                utc(time),
                partitions.all().stream().map(Integer::shortValue).toArray(Short[]::new));
        return last;
    }

    /** Appends the same item to every partition; gives the position of each. */
    public Map<Integer, Long> appendEverywhere(Transaction tx, String workspace, UUID subject, byte[] payload) {
        return append(
                tx,
                partitions.all().stream()
                        .map(partition -> new NewItem(partitions.firstBucket(partition), workspace, subject, payload))
                        .toList());
    }

    /** The last position of every partition. */
    public Map<Integer, Long> heads(Transaction tx) {
        Map<Integer, Long> heads = new TreeMap<>();
        for (Row row : tx.query(HEADS)) {
            heads.put(row.getShort(0).intValue(), row.getLong(1));
        }
        return heads;
    }

    /** What is to be read of one partition. */
    record Span(int partition, long after, long upTo) {}

    /** Asks for the items of some spans: of each fewer when they would be more bytes than that, but at least one. */
    Uni<RowSet<Row>> sendRead(Transaction tx, List<Span> spans, long bytesOfEach) {
        int n = spans.size();
        Short[] partition = new Short[n];
        Long[] after = new Long[n];
        Long[] upTo = new Long[n];
        Short[] firstBucket = new Short[n];
        Short[] lastBucket = new Short[n];
        for (int i = 0; i < n; i++) {
            Span span = spans.get(i);
            partition[i] = (short) span.partition();
            after[i] = span.after();
            upTo[i] = span.upTo();
            firstBucket[i] = partitions.firstBucket(span.partition());
            lastBucket[i] = partitions.lastBucket(span.partition());
        }
        return tx.send(READ, partition, after, upTo, firstBucket, lastBucket, bytesOfEach);
    }

    /** By partition, in the order of their positions. */
    static Map<Integer, List<StoredItem>> items(RowSet<Row> rows) {
        Map<Integer, List<StoredItem>> items = new HashMap<>();
        for (Row row : rows) {
            int partition = row.getShort(0);
            byte[] payload = row.getBuffer(4).getBytes();
            boolean tick = row.getUUID(3) == null;
            items.computeIfAbsent(partition, some -> new ArrayList<>())
                    .add(new StoredItem(
                            partition,
                            row.getLong(1),
                            row.getString(2),
                            tick ? null : payload,
                            tick ? decode(payload) : null));
        }
        return items;
    }

    private static byte[] encode(Instant time) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(time.getEpochSecond())
                .putInt(time.getNano())
                .array();
    }

    private static Instant decode(byte[] tick) {
        ByteBuffer bytes = ByteBuffer.wrap(tick);
        return Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
