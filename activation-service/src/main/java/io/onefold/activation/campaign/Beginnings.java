package io.onefold.activation.campaign;

import io.onefold.kit.feed.Cursor;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.sql.Database;
import io.onefold.kit.work.Repeated;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    private final Repeated looks = new Repeated("campaign-beginnings");

    Beginnings(Database database, StateStore states, BeginningStore store, FeedHeads feed, FeedConfig feeds) {
        this.database = database;
        this.states = states;
        this.store = store;
        this.feed = feed;
        this.feeds = feeds;
    }

    void start(@Observes StartupEvent start) {
        looks.every(feeds.recheck(), this::settle, Beginnings::tell);
    }

    void stop(@Observes ShutdownEvent stop) {
        looks.close();
    }

    /** Lets those begin that wait; what keeps them is logged, and they are looked at again. */
    void trySettle() {
        try {
            settle();
        } catch (RuntimeException away) {
            tell(away);
        }
    }

    private static void tell(Throwable away) {
        LOG.warnf("new campaigns wait for the audiences' service: %s", away.getMessage());
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
