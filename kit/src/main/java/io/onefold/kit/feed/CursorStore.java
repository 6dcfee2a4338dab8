package io.onefold.kit.feed;

import io.onefold.kit.sql.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Where this service stands in the feeds that it reads. */
@ApplicationScoped
public class CursorStore {
    private static final String READ = """
            select partition, epoch, position, requires, contains
            from cursor_position
            where upstream = $1""";

    private static final String BEGIN = """
            insert into cursor_position (upstream, partition, epoch, position)
            select $1, n.partition, n.epoch, 0
            from unnest($2::smallint[], $3::bigint[]) as n(partition, epoch)
            order by n.partition
            on conflict (upstream, partition) do nothing""";

    private static final String LOCK = """
            select partition, epoch, position, requires
            from cursor_position
            where upstream = $1 and partition = any($2::smallint[])
            order by partition
            for no key update""";

    /** The compare-and-set: only a cursor that still stands where the batch begins is moved. */
    private static final String ADVANCE = """
            update cursor_position c
            set epoch = n.next_epoch, position = n.next_position, requires = n.requires, contains = coalesce(n.contains, c.contains)
            from unnest($2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
                as n(partition, epoch, position, next_epoch, next_position, requires, contains)
            where c.upstream = $1 and c.partition = n.partition and c.epoch = n.epoch and c.position = n.position""";

    private static final String FORGET = """
            delete from cursor_position
            where upstream = $1 and partition = $2 and epoch = $3 and position = $4""";

    private static final String KEEP_HIGHEST = """
            insert into cursor_high (upstream, partition, position)
            values ($1, $2, $3)
            on conflict (upstream, partition) do update set position = greatest(cursor_high.position, excluded.position)""";

    private static final String HIGHEST = """
            select partition, max(position)
            from (
                select partition, position from cursor_position where upstream = $1
                union all
                select partition, position from cursor_high where upstream = $1) as all_positions
            group by partition""";

    private static final String TICK = """
            insert into cursor_tick (upstream, workspace, partition, time)
            select $1, n.workspace, n.partition, n.time
            from unnest($2::text[], $3::smallint[], $4::timestamptz[]) as n(workspace, partition, time)
            order by n.workspace, n.partition
            on conflict (upstream, workspace, partition) do update set time = greatest(cursor_tick.time, excluded.time)""";

    private static final String CLOCK_OWNERS =
            "select distinct workspace from cursor_tick where upstream = $1 and workspace <> ''";

    private static final String CLOCKS = """
            select workspace, min(time), count(*)
            from cursor_tick
            where upstream = $1
            group by workspace""";

    private static final String TICKS = "select workspace, partition, time from cursor_tick where upstream = $1";

    private static final String SET_ASIDE = """
            insert into cursor_poison (upstream, partition, epoch, position, payload, reason, set_aside_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (upstream, partition, epoch, position) do nothing""";

    /**
     * Where a partition stands.
     *
     * @param requires what must be applied as well before this counts as progress
     * @param contains what is contained of the feeds before the upstream
     */
    public record Standing(Cursor cursor, Optional<ConsistencyToken> requires, Optional<ConsistencyToken> contains) {}

    /** Somebody else moved the cursor: the transaction must not commit. */
    static final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Moved(String upstream, int partition) {
            super("the cursor of " + upstream + "/" + partition + " was moved by another reader");
        }
    }

    public Map<Integer, Standing> read(Transaction tx, String upstream) {
        Map<Integer, Standing> standings = new HashMap<>();
        for (Row row : tx.query(READ, upstream)) {
            Cursor cursor = new Cursor(row.getLong(1), row.getLong(2));
            standings.put(
                    row.getShort(0).intValue(), new Standing(cursor, token(row.getString(3)), token(row.getString(4))));
        }
        return standings;
    }

    private static Optional<ConsistencyToken> token(@Nullable String text) {
        return Optional.ofNullable(text).map(ConsistencyToken::decode);
    }

    /** Moves the cursors from before each batch to after it, in order of partition; fails with {@link Moved} when one is elsewhere. */
    void advance(
            Transaction tx,
            String upstream,
            List<? extends FeedBatch<?>> batches,
            Optional<ConsistencyToken> requires) {
        List<FeedBatch<?>> sorted = new ArrayList<>(batches);
        sorted.sort(Comparator.comparingInt(FeedBatch::partition));
        begin(tx, upstream, sorted);
        Map<Integer, Standing> standings = lock(tx, upstream, sorted);
        for (FeedBatch<?> batch : sorted) {
            Standing standing = standings.get(batch.partition());
            if (standing == null || !standing.cursor().equals(batch.from())) {
                throw new Moved(upstream, batch.partition());
            }
        }
        Short[] partition = of(sorted, Short[]::new, batch -> (short) batch.partition());
        tx.sendFor(
                sorted.size(),
                ADVANCE,
                upstream,
                partition,
                of(sorted, Long[]::new, batch -> batch.from().epoch()),
                of(sorted, Long[]::new, batch -> batch.from().position()),
                of(sorted, Long[]::new, batch -> batch.next().epoch()),
                of(sorted, Long[]::new, batch -> batch.next().position()),
                of(sorted, String[]::new, batch -> required(standings.get(batch.partition()), requires)),
                of(
                        sorted,
                        String[]::new,
                        batch -> batch.contains().map(ConsistencyToken::encode).orElse(null)));
        ticks(tx, upstream, sorted);
    }

    private static void begin(Transaction tx, String upstream, List<FeedBatch<?>> batches) {
        List<FeedBatch<?>> first =
                batches.stream().filter(b -> b.from().position() == 0).toList();
        if (!first.isEmpty()) {
            tx.execute(
                    BEGIN,
                    upstream,
                    of(first, Short[]::new, batch -> (short) batch.partition()),
                    of(first, Long[]::new, batch -> batch.from().epoch()));
        }
    }

    private static Map<Integer, Standing> lock(Transaction tx, String upstream, List<FeedBatch<?>> batches) {
        Map<Integer, Standing> standings = new HashMap<>();
        for (Row row : tx.query(LOCK, upstream, of(batches, Short[]::new, batch -> (short) batch.partition()))) {
            Cursor cursor = new Cursor(row.getLong(1), row.getLong(2));
            standings.put(row.getShort(0).intValue(), new Standing(cursor, token(row.getString(3)), Optional.empty()));
        }
        return standings;
    }

    /** What earlier batches require stays required: their positions are below this one's. */
    private static @Nullable String required(@Nullable Standing standing, Optional<ConsistencyToken> requires) {
        ConsistencyToken before =
                standing == null ? ConsistencyToken.NONE : standing.requires().orElse(ConsistencyToken.NONE);
        ConsistencyToken both = before.and(requires.orElse(ConsistencyToken.NONE));
        return both.isEmpty() ? null : both.encode();
    }

    private static <V> @Nullable V[] of(
            List<FeedBatch<?>> batches, IntFunction<@Nullable V[]> array, Function<FeedBatch<?>, @Nullable V> column) {
        return batches.stream().map(column).toArray(array);
    }

    private static void ticks(Transaction tx, String upstream, List<FeedBatch<?>> batches) {
        List<String> workspaces = new ArrayList<>();
        List<Short> partitions = new ArrayList<>();
        List<OffsetDateTime> times = new ArrayList<>();
        for (FeedBatch<?> batch : batches) {
            Map<String, Instant> latest = new HashMap<>();
            for (FeedItem<?> item : batch.items()) {
                if (item instanceof FeedItem.Tick<?> tick) {
                    latest.put(tick.workspace(), tick.time());
                }
            }
            latest.forEach((workspace, time) -> {
                workspaces.add(workspace);
                partitions.add((short) batch.partition());
                times.add(time.atOffset(ZoneOffset.UTC));
            });
        }
        if (!workspaces.isEmpty()) {
            tx.send(
                    TICK,
                    upstream,
                    workspaces.toArray(String[]::new),
                    partitions.toArray(Short[]::new),
                    times.toArray(OffsetDateTime[]::new));
        }
    }

    /** Lets a cursor go that its feed refuses for good, unless somebody moved it: the partition is then read from its beginning. */
    void forget(Transaction tx, String upstream, int partition, Cursor lost) {
        tx.execute(KEEP_HIGHEST, upstream, (short) partition, lost.position());
        tx.execute(FORGET, upstream, (short) partition, lost.epoch(), lost.position());
    }

    /** How far each partition was ever read, in whatever epoch. */
    public Map<Integer, Long> highest(Transaction tx, String upstream) {
        Map<Integer, Long> highest = new HashMap<>();
        for (Row row : tx.query(HIGHEST, upstream)) {
            highest.put(row.getShort(0).intValue(), row.getLong(1));
        }
        return highest;
    }

    void setAside(Transaction tx, String upstream, FeedBatch<?> item, byte[] payload, String reason) {
        tx.execute(
                SET_ASIDE,
                upstream,
                (short) item.partition(),
                item.next().epoch(),
                item.next().position(),
                Buffer.buffer(payload),
                reason,
                Instant.now().atOffset(ZoneOffset.UTC));
    }

    /** The instant that every partition has passed, by workspace; a workspace that has not ticked in all of them is absent. */
    public Map<String, Instant> clocks(Transaction tx, String upstream, int partitions) {
        Map<String, Instant> clocks = new HashMap<>();
        for (Row row : tx.query(CLOCKS, upstream)) {
            if (row.getLong(2) == partitions) {
                clocks.put(row.getString(0), row.getOffsetDateTime(1).toInstant());
            }
        }
        return clocks;
    }

    /** The latest tick of each clock in each partition that it came down, by workspace; real time under the empty one. */
    public Map<String, Map<Integer, Instant>> ticks(Transaction tx, String upstream) {
        Map<String, Map<Integer, Instant>> ticks = new HashMap<>();
        for (Row row : tx.query(TICKS, upstream)) {
            ticks.computeIfAbsent(row.getString(0), workspace -> new HashMap<>())
                    .put(row.getShort(1).intValue(), row.getOffsetDateTime(2).toInstant());
        }
        return ticks;
    }

    /** The workspaces that have a clock of their own, also when it has not come down every partition yet. */
    public Set<String> clockOwners(Transaction tx, String upstream) {
        Set<String> owners = new HashSet<>();
        tx.query(CLOCK_OWNERS, upstream).forEach(row -> owners.add(row.getString(0)));
        return owners;
    }
}
