package io.onefold.segment.backfill;

import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceFiller;
import io.onefold.segment.audience.AudienceState;
import io.onefold.segment.audience.AudienceStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Fills and empties audiences one after the other; at start it takes up again what a stopped process left unfinished. */
@ApplicationScoped
class BackfillRunner implements AudienceFiller {
    private static final Logger LOG = Logger.getLogger(BackfillRunner.class);
    private static final long PAUSE_MILLIS = 1000;
    private static final long IDLE_SECONDS = 60;

    private final Backfill backfill;
    private final AudienceStore audiences;
    private final BlockingQueue<UUID> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "backfill");

    BackfillRunner(Backfill backfill, AudienceStore audiences) {
        this.backfill = backfill;
        this.audiences = audiences;
    }

    @Override
    public void fill(Audience audience) {
        waiting.add(audience.id());
    }

    void start(@Observes StartupEvent start) {
        takeUp();
        thread.setDaemon(true);
        thread.start();
    }

    void takeUp() {
        audiences.unfinished().forEach(this::fill);
    }

    void stop(@Observes ShutdownEvent stop) {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                UUID next = waiting.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    lookForOthers();
                } else {
                    attempt(next);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What another replica left when it stopped. */
    private void lookForOthers() {
        try {
            takeUp();
        } catch (RuntimeException | Error away) {
            LOG.warnf(away, "cannot look for audiences that are not filled; looking again in %d s", IDLE_SECONDS);
        }
    }

    private void attempt(UUID id) throws InterruptedException {
        try {
            // As it is now: it may have waited twice, or have changed meanwhile, or another replica has done it.
            Optional<Audience> present = audiences.byId(id);
            if (present.isPresent()) {
                work(present.get());
            }
        } catch (FillingStore.Superseded superseded) {
            LOG.info(superseded.getMessage());
            waiting.add(id);
        } catch (RuntimeException | Error failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("stopped while an audience was filled");
            }
            LOG.warnf(failure, "audience %s is not filled or emptied yet", id);
            waiting.add(id);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private void work(Audience audience) {
        if (audience.state() == AudienceState.BACKFILLING) {
            if (backfill.fill(audience)) {
                LOG.infof("audience %s of %s is filled", audience.name(), audience.workspace());
            }
        } else if (audience.state() == AudienceState.DELETING) {
            backfill.empty(audience);
            LOG.infof("audience %s of %s is deleted", audience.name(), audience.workspace());
        }
    }
}
