package io.onefold.activation.campaign;

import io.onefold.activation.campaign.StateStore.State;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import io.onefold.kit.work.Repeated;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * A store that was restored to an earlier point does not know what went out since: which addresses were put on lists, who was written to
 * and who asked to hear nothing. Nothing goes out until somebody says what became of it.
 */
@ApplicationScoped
class Restore {
    private static final Logger LOG = Logger.getLogger(Restore.class);

    private final Database database;
    private final FeedEpoch epochs;
    private final StateStore states;
    private final CampaignRunStore runs;
    private final ListsAnewStore lists;
    private final ActivationConfig config;
    private final FeedConfig feeds;
    private final Repeated looks = new Repeated("restore-watch");
    private volatile long looked;

    Restore(
            Database database,
            FeedEpoch epochs,
            StateStore states,
            CampaignRunStore runs,
            ListsAnewStore lists,
            ActivationConfig config,
            FeedConfig feeds) {
        this.feeds = feeds;
        this.database = database;
        this.epochs = epochs;
        this.states = states;
        this.runs = runs;
        this.lists = lists;
        this.config = config;
    }

    void look() {
        long epoch = epochs.look();
        look(epoch, config.acknowledgedEpoch(), config.afterRestore());
        looked = epoch;
    }

    /** Nothing goes out from the first moment on; this says so, and to whom it may concern. */
    void watch(@Observes StartupEvent start) {
        looks.every(
                feeds.recheck(),
                this::lookForAnother,
                away -> LOG.logf(
                        away instanceof Error ? Level.WARN : Level.DEBUG, away, "the store could not be looked at"));
    }

    void stop(@Observes ShutdownEvent stop) {
        looks.close();
    }

    private void lookForAnother() {
        if (epochs.look() != looked) {
            look();
        }
    }

    /** Compares the store's epoch with the one that was in force before, and heeds what the operator says about it. */
    void look(long epoch, Optional<Long> acknowledged, AfterRestore after) {
        database.inTransaction(tx -> {
            states.begin(tx, epoch);
            State state = states.lock(tx);
            boolean restored = state.epoch() != epoch;
            if (!restored && !state.held()) {
                return;
            }
            if (acknowledged.filter(known -> known == epoch).isPresent()) {
                goOn(tx, epoch, after);
            } else {
                if (restored) {
                    states.restored(tx, epoch, true);
                }
                LOG.errorf(
                        "the store is another one than before (a restore?): nothing goes out until onefold.activation.acknowledged-epoch"
                                + " is %d and onefold.activation.after-restore says what became of the lists; see the README",
                        epoch);
            }
        });
    }

    private void goOn(Transaction tx, long epoch, AfterRestore after) {
        if (after == AfterRestore.LISTS_EMPTIED) {
            lists.forget(tx);
            runs.fillAllAnew(tx);
        }
        states.restored(tx, epoch, false);
        LOG.warnf("epoch %d of the store is acknowledged (%s): what is due goes out again", epoch, after);
    }
}
