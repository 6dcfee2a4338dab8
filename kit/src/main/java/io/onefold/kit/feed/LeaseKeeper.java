package io.onefold.kit.feed;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Renews one lease while its lane is read. */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "feed-lease");
        thread.setDaemon(true);
        return thread;
    });

    LeaseKeeper(BooleanSupplier renew, Duration every, Runnable lost) {
        var unused = timer.scheduleWithFixedDelay(
                () -> renewOr(renew, lost), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void renewOr(BooleanSupplier renew, Runnable lost) {
        try {
            if (!renew.getAsBoolean()) {
                lost.run();
            }
        } catch (RuntimeException away) {
            // The database is away: so is everything that the lease protects. The next renewal or the lane itself finds
            // out.
            LOG.infof("a lease was not renewed: %s", away.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
