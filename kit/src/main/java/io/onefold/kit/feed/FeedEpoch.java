package io.onefold.kit.feed;

import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.kit.work.Repeated;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * The epoch of this service's feed. A server or a timeline other than the one on which the feed began, or the operator's word, means that
 * the store was restored to an earlier point: readers may hold cursors to items that are no more. A new epoch tells them. Looked at again for as long as the
 * service runs, since connections outlive the server that they were opened to.
 */
@Unremovable
@ApplicationScoped
public class FeedEpoch {
    private static final Logger LOG = Logger.getLogger(FeedEpoch.class);
    private static final int FIRST = 1;
    private static final Instant BEGINNING = Instant.parse("2025-01-01T00:00:00Z");

    private static final String SERVER = """
            select s.system_identifier, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer
            from pg_control_system() s""";

    private static final String BEGIN = """
            insert into feed_origin (epoch, system_identifier, timeline, restored)
            values ($1, $2, $3, $4)
            on conflict (one) do nothing""";

    private static final String READ =
            "select epoch, system_identifier, timeline, restored from feed_origin for update";

    private static final String RENEW =
            "update feed_origin set epoch = $1, system_identifier = $2, timeline = $3, restored = $4";

    private static final String MARK_BEGINNING = "update feed_head set began_at = position";

    private static final String CREATE_HEADS = """
            insert into feed_head (partition, position)
            select partition, 0 from generate_series(0, $1 - 1) as partition
            on conflict (partition) do nothing""";

    private static final String SAME = """
            select o.epoch
            from feed_origin o, pg_control_system() s
            where o.system_identifier = s.system_identifier
              and o.timeline = ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer
              and $1 in ('', o.restored)""";

    private final Database database;
    private final FeedConfig config;
    private final Repeated looks = new Repeated("feed-epoch");
    private volatile long epoch;

    public FeedEpoch(Database database, FeedConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Before anything else of the service runs: the first append needs the heads. */
    void settle(@Observes @Priority(FIRST) StartupEvent start) {
        long unused = present();
        looks.every(
                config.recheck(),
                this::look,
                away -> LOG.logf(
                        away instanceof Error ? Level.WARN : Level.DEBUG,
                        away,
                        "the epoch of the feed could not be looked at"));
    }

    void stop(@Observes ShutdownEvent stop) {
        looks.close();
    }

    /** The epoch as the store has it at this moment; begins a new one when the store is another one than before. */
    public long look() {
        long found = database.transaction(tx -> {
            for (Row row : tx.query(SAME, config.restored().orElse(""))) {
                return row.getLong(0);
            }
            return settle(tx);
        });
        epoch = found;
        return found;
    }

    /** The present epoch, as it was looked at last: minutes since 2025, so that it rises with each restore, also with two from the same copy. */
    public long present() {
        long known = epoch;
        if (known == 0) {
            // The heads as well: the number of partitions may be another one than before.
            known = database.transaction(this::settle);
            epoch = known;
        }
        return known;
    }

    private long settle(Transaction tx) {
        Row server = tx.query(SERVER).iterator().next();
        long system = server.getLong(0);
        int timeline = server.getInteger(1);
        long candidate = Duration.between(BEGINNING, Instant.now()).toMinutes();
        String word = config.restored().orElse("");
        tx.execute(BEGIN, candidate, system, timeline, word);
        tx.execute(CREATE_HEADS, config.partitions());
        Row stored = tx.query(READ).iterator().next();
        long since = stored.getLong(0);
        String said = stored.getString(3);
        boolean isSaid = word.isEmpty() || word.equals(said);
        if (stored.getLong(1) == system && stored.getInteger(2) == timeline && isSaid) {
            return since;
        }
        long next = Math.max(since + 1, candidate);
        LOG.warnf("the store is another one than before (a restore?): the feed begins epoch %d after %d", next, since);
        tx.execute(RENEW, next, system, timeline, word.isEmpty() ? said : word);
        tx.execute(MARK_BEGINNING);
        return next;
    }
}
