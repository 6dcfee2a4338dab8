package io.onefold.identity.resolve;

import io.onefold.domain.Bucket;
import io.onefold.identity.rules.RuleBook;
import io.onefold.kit.sql.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * When the rules changed, decides anew on every record of the workspaces concerned, bucket by bucket, beside the daily work. Deciding
 * twice changes nothing, so it simply begins anew after a crash, and two replicas may both do it.
 */
@ApplicationScoped
class Rederivation {
    private static final Logger LOG = Logger.getLogger(Rederivation.class);
    private static final int CHUNK = 500;
    private static final UUID LOWEST = new UUID(0, 0);
    private static final Duration BACKOFF = Duration.ofSeconds(5);

    private final RuleBook rules;
    private final Database database;
    private final RecordStore records;
    private final Resolver resolver;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Rederivation(RuleBook rules, Database database, RecordStore records, Resolver resolver) {
        this.rules = rules;
        this.database = database;
        this.records = records;
        this.resolver = resolver;
    }

    void start(@Observes StartupEvent started) {
        if (rules.isAnyChanged()) {
            Thread thread = new Thread(this::run, "identity-rederivation");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        stopping.countDown();
    }

    private void run() {
        while (stopping.getCount() > 0) {
            try {
                if (decideOnAll()) {
                    rules.applied();
                    LOG.info("every component is derived under the rules in force");
                }
                return;
            } catch (RuntimeException failure) {
                LOG.warnf(failure, "deriving under changed rules was interrupted; beginning anew in %s", BACKOFF);
                pause();
            }
        }
    }

    /** Gives false when the service stops before the end. */
    boolean decideOnAll() {
        for (short bucket = 0; bucket < Bucket.COUNT; bucket++) {
            UUID after = LOWEST;
            List<RecordStore.Listed> chunk = next(bucket, after);
            while (!chunk.isEmpty()) {
                if (stopping.getCount() == 0) {
                    return false;
                }
                List<RecordStore.Listed> concerned = chunk.stream()
                        .filter(record -> rules.isChanged(record.workspace()))
                        .toList();
                if (!concerned.isEmpty()) {
                    resolver.decideAgain(
                            concerned.stream().map(RecordStore.Listed::recordId).toList(),
                            concerned.stream()
                                    .map(RecordStore.Listed::workspace)
                                    .collect(Collectors.toSet()));
                }
                after = chunk.get(chunk.size() - 1).recordId();
                chunk = next(bucket, after);
            }
        }
        return true;
    }

    private List<RecordStore.Listed> next(short bucket, UUID after) {
        return database.transaction(tx -> records.ofBucket(tx, bucket, after, CHUNK));
    }

    private void pause() {
        try {
            boolean stop = stopping.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
            if (stop) {
                LOG.debug("the service stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
