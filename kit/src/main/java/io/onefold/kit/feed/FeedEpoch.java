package io.onefold.kit.feed;

import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * The epoch of this service's feed. A server or a timeline other than the one on which the feed began means that the store was restored
 * to an earlier point: readers may hold cursors to items that are no more. A new epoch tells them.
 */
@Unremovable
@ApplicationScoped
public class FeedEpoch {
    private static final Logger LOG = Logger.getLogger(FeedEpoch.class);
    private static final int FIRST = 1;
    private static final Instant BEGINNING = Instant.parse("2025-01-01T00:00:00Z");

    private static final String SERVER = """
            select s.system_identifier, c.timeline_id
            from pg_control_system() s, pg_control_checkpoint() c""";

    private static final String BEGIN = """
            insert into feed_origin (epoch, system_identifier, timeline)
            values ($1, $2, $3)
            on conflict (one) do nothing""";

    private static final String READ = "select epoch, system_identifier, timeline from feed_origin for update";

    private static final String RENEW = "update feed_origin set epoch = $1, system_identifier = $2, timeline = $3";

    private static final String CREATE_HEADS = """
            insert into feed_head (partition, position)
            select partition, 0 from generate_series(0, $1 - 1) as partition
            on conflict (partition) do nothing""";

    private final Database database;
    private final FeedConfig config;
    private volatile long epoch;

    public FeedEpoch(Database database, FeedConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Before anything else of the service runs: the first append needs the heads. */
    void settle(@Observes @Priority(FIRST) StartupEvent start) {
        long unused = present();
    }

    /** The present epoch: minutes since 2025, so that it rises with each restore, also with two from the same copy. */
    public long present() {
        long known = epoch;
        if (known == 0) {
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
        tx.execute(BEGIN, candidate, system, timeline);
        tx.execute(CREATE_HEADS, config.partitions());
        Row stored = tx.query(READ).iterator().next();
        long since = stored.getLong(0);
        if (stored.getLong(1) == system && stored.getInteger(2) == timeline) {
            return since;
        }
        long next = Math.max(since + 1, candidate);
        LOG.warnf("the store is another one than before (a restore?): the feed begins epoch %d after %d", next, since);
        tx.execute(RENEW, next, system, timeline);
        return next;
    }
}
