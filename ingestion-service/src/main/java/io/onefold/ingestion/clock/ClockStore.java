package io.onefold.ingestion.clock;

import io.onefold.ingestion.clock.ReceiveClock.Hand;
import io.onefold.kit.sql.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** The clock of each partition, kept with the feed's heads and only touched under their locks. */
@ApplicationScoped
public class ClockStore {
    private static final String READ = """
            select workspace, partition, time
            from feed_clock
            where workspace = any($1::text[]) and partition = any($2::smallint[])""";

    private static final String MOVE = """
            insert into feed_clock (workspace, partition, time)
            select * from unnest($1::text[], $2::smallint[], $3::timestamptz[])
            on conflict (workspace, partition) do update set time = greatest(feed_clock.time, excluded.time)""";

    private static final String LAST_TICK = "select time from clock_tick where workspace = $1";

    private static final String LATEST = "select max(time) from feed_clock where workspace = $1";

    private static final String TICKED = """
            insert into clock_tick (workspace, time)
            values ($1, $2)
            on conflict (workspace) do update set time = excluded.time""";

    /** Without an index: asked once in a workspace's life, on deployments that allow replay. */
    private static final String HAS_EVENTS = """
            select exists (select from feed_item where workspace = $1 and subject is not null)""";

    /** A clock for events of some workspaces in partitions whose heads are locked. */
    public ReceiveClock read(Transaction tx, Instant now, Collection<String> workspaces, Collection<Integer> locked) {
        String[] names = Stream.concat(Stream.of(ReceiveClock.REAL_TIME), workspaces.stream())
                .toArray(String[]::new);
        Short[] partitions = locked.stream().map(Integer::shortValue).toArray(Short[]::new);
        Map<Hand, Instant> last = new HashMap<>();
        for (Row row : tx.query(READ, names, partitions)) {
            last.put(
                    new Hand(row.getString(0), row.getShort(1)),
                    row.getOffsetDateTime(2).toInstant());
        }
        return new ReceiveClock(now, last);
    }

    /** Sends what the clock told, so that the next transaction goes on from there. */
    public Uni<RowSet<Row>> keep(Transaction tx, ReceiveClock clock) {
        SortedMap<Hand, Instant> moved = clock.moved();
        return tx.send(
                MOVE,
                moved.keySet().stream().map(Hand::workspace).toArray(String[]::new),
                moved.keySet().stream().map(hand -> (short) hand.partition()).toArray(Short[]::new),
                moved.values().stream().map(ClockStore::utc).toArray(OffsetDateTime[]::new));
    }

    /** The last tick of a workspace on a replay clock, or of real time. */
    Optional<Instant> lastTick(Transaction tx, String workspace) {
        return first(tx.query(LAST_TICK, workspace));
    }

    /** The latest time that any partition carries. */
    Optional<Instant> latest(Transaction tx, String workspace) {
        return first(tx.query(LATEST, workspace));
    }

    /** Whether the log holds events of a workspace. Looks through all of it when there are none. */
    boolean hasEvents(Transaction tx, String workspace) {
        return tx.query(HAS_EVENTS, workspace).iterator().next().getBoolean(0);
    }

    void ticked(Transaction tx, String workspace, Instant time) {
        tx.execute(TICKED, workspace, utc(time));
    }

    private static Optional<Instant> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.ofNullable(row.getOffsetDateTime(0)).map(OffsetDateTime::toInstant);
        }
        return Optional.empty();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
