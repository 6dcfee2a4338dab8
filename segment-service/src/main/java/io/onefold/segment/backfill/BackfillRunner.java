package io.onefold.segment.backfill;

import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceFiller;
import io.onefold.segment.audience.AudienceStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Fills audiences one after the other; at start it takes up again what a stopped process left unfinished. */
@ApplicationScoped
class BackfillRunner implements AudienceFiller {
    private static final Logger LOG = Logger.getLogger(BackfillRunner.class);
    private static final long PAUSE_MILLIS = 1000;

    private final Backfill backfill;
    private final AudienceStore audiences;
    private final BlockingQueue<Audience> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "backfill");

    BackfillRunner(Backfill backfill, AudienceStore audiences) {
        this.backfill = backfill;
        this.audiences = audiences;
    }

    @Override
    public void fill(Audience audience) {
        waiting.add(audience);
    }

    void start(@Observes StartupEvent start) {
        takeUp();
        thread.setDaemon(true);
        thread.start();
    }

    void takeUp() {
        waiting.addAll(audiences.backfilling());
    }

    void stop(@Observes ShutdownEvent stop) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                attempt(waiting.take());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not any more when it waited twice, once as new and once as unfinished, or when another replica has filled it. */
    private boolean isWanted(Audience audience) {
        return audiences
                .find(audience.workspace(), audience.name())
                .filter(Audience::isBackfilling)
                .isPresent();
    }

    private void attempt(Audience audience) throws InterruptedException {
        try {
            if (!isWanted(audience)) {
                return;
            }
            backfill.run(audience);
            LOG.infof("audience %s of %s is filled", audience.name(), audience.workspace());
        } catch (RuntimeException failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("stopped while an audience was filled");
            }
            LOG.warnf("audience %s of %s is not filled yet: %s", audience.name(), audience.workspace(), failure);
            waiting.add(audience);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
