package io.onefold.activation.campaign;

import io.onefold.kit.feed.Cursor;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.sql.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Lets campaigns begin: notes where the feed of memberships stands. While the audiences' service is away a new campaign waits for it, and
 * what is published before it can be asked is history.
 */
@ApplicationScoped
class Beginnings {
    private static final Logger LOG = Logger.getLogger(Beginnings.class);

    private final Database database;
    private final StateStore states;
    private final BeginningStore store;
    private final FeedHeads feed;
    private final FeedConfig feeds;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "campaign-beginnings");
        thread.setDaemon(true);
        return thread;
    });

    Beginnings(Database database, StateStore states, BeginningStore store, FeedHeads feed, FeedConfig feeds) {
        this.database = database;
        this.states = states;
        this.store = store;
        this.feed = feed;
        this.feeds = feeds;
    }

    void start(@Observes StartupEvent start) {
        long every = feeds.recheck().toMillis();
        var unused = timer.scheduleWithFixedDelay(this::trySettle, every, every, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stop) {
        timer.shutdownNow();
    }

    /** Lets those begin that wait; what keeps them is logged, and they are looked at again. */
    void trySettle() {
        try {
            settle();
        } catch (RuntimeException away) {
            LOG.warnf("new campaigns wait for the audiences' service: %s", away.getMessage());
        }
    }

    private void settle() {
        List<UUID> waiting = waiting();
        if (waiting.isEmpty()) {
            return;
        }
        Map<Integer, Cursor> heads = feed.now();
        database.inTransaction(tx -> {
            // Two replicas one after the other: a campaign has the heads of one moment.
            states.lock(tx);
            store.begin(tx, waiting, heads);
            states.rise(tx);
        });
    }

    /** The campaigns that have not begun everywhere. */
    List<UUID> waiting() {
        return database.transaction(tx -> store.waiting(tx, feeds.partitions()));
    }
}
