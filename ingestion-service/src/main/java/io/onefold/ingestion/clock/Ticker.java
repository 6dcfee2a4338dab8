package io.onefold.ingestion.clock;

import io.onefold.ingestion.IngestionConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Ticks real time, also when nothing else happens: timers further down wait for it. */
@ApplicationScoped
class Ticker {
    private static final Logger LOG = Logger.getLogger(Ticker.class);

    private final FeedClock clock;
    private final long everyMillis;
    /** A little less than the pace, so that a replica does not skip its own next tick by a hair. */
    private final Duration fresh;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "ticker"));

    Ticker(FeedClock clock, IngestionConfig config) {
        this.clock = clock;
        this.everyMillis = config.tick().toMillis();
        this.fresh = config.tick().multipliedBy(9).dividedBy(10);
    }

    void start(@Observes StartupEvent event) {
        var unused = timer.scheduleAtFixedRate(this::tick, 0, everyMillis, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void tick() {
        try {
            clock.tickRealTime(fresh);
        } catch (RuntimeException | Error away) {
            // Real time ticks again in a moment; until then timers wait, and lose nothing. What left here would end the
            // timer for good.
            LOG.warnf("no tick: %s", away);
        }
    }
}
