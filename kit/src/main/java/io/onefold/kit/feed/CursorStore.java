package io.onefold.kit.feed;

import io.onefold.kit.sql.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            values ($1, $2, $3, 0)
            on conflict (upstream, partition) do nothing""";

    private static final String ADVANCE = """
            update cursor_position
            set epoch = $5, position = $6, requires = coalesce($7, requires), contains = coalesce($8, contains)
            where upstream = $1 and partition = $2 and epoch = $3 and position = $4""";

    private static final String RESET = """
            update cursor_position
            set epoch = $3, position = 0, requires = null, contains = null
            where upstream = $1 and partition = $2 and epoch <> $3""";

    private static final String TICK = """
            insert into cursor_tick (upstream, workspace, partition, time)
            values ($1, $2, $3, $4)
            on conflict (upstream, workspace, partition) do update set time = greatest(cursor_tick.time, excluded.time)""";

    private static final String CLOCKS = """
            select workspace, min(time), count(*)
            from cursor_tick
            where upstream = $1
            group by workspace""";

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
        for (FeedBatch<?> batch : batches) {
            short partition = (short) batch.partition();
            if (batch.from().position() == 0) {
                tx.execute(BEGIN, upstream, partition, batch.from().epoch());
            }
            int moved = tx.execute(
                    ADVANCE,
                    upstream,
                    partition,
                    batch.from().epoch(),
                    batch.from().position(),
                    batch.next().epoch(),
                    batch.next().position(),
                    requires.map(ConsistencyToken::encode).orElse(null),
                    batch.contains().map(ConsistencyToken::encode).orElse(null));
            if (moved == 0) {
                throw new Moved(upstream, batch.partition());
            }
            ticks(tx, upstream, batch);
        }
    }

    private static void ticks(Transaction tx, String upstream, FeedBatch<?> batch) {
        Map<String, Instant> latest = new HashMap<>();
        for (FeedItem<?> item : batch.items()) {
            if (item instanceof FeedItem.Tick<?> tick) {
                latest.put(tick.workspace(), tick.time());
            }
        }
        latest.forEach((workspace, time) ->
                tx.execute(TICK, upstream, workspace, (short) batch.partition(), time.atOffset(ZoneOffset.UTC)));
    }

    /** Begins a partition anew in another epoch of its feed. */
    void reset(Transaction tx, String upstream, int partition, long epoch) {
        tx.execute(RESET, upstream, (short) partition, epoch);
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
}
