package io.onefold.segment.profiles;

import io.onefold.kit.sql.Database;
import io.onefold.kit.work.Repeated;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Forgets what this replica remembers of persons who were erased. Only one replica reads the item that says so; what the others remember can
 * do no harm, since nothing is written of such a profile any more, but it is the person's.
 */
@ApplicationScoped
class ErasedFacts {
    private static final Logger LOG = Logger.getLogger(ErasedFacts.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    /**
     * How far each look goes back: longer than a transaction lasts, than two replicas' clocks differ, and than somebody who has read facts
     * before the erasure takes to put them away after it.
     */
    private static final Duration BACK = Duration.ofHours(1);

    private final Database database;
    private final ErasureStore erasures;
    private final KnownFacts facts;
    private final Repeated looks = new Repeated("erased-facts");

    ErasedFacts(Database database, ErasureStore erasures, KnownFacts facts) {
        this.database = database;
        this.erasures = erasures;
        this.facts = facts;
    }

    void start(@Observes StartupEvent start) {
        looks.every(LOOK, this::look, away -> LOG.warnf(away, "looking for erased profiles again in %s", LOOK));
    }

    void stop(@Observes ShutdownEvent stop) {
        looks.close();
    }

    void look() {
        Instant since = Instant.now().minus(BACK);
        List<UUID> erased = database.snapshot(tx -> erasures.since(tx, since));
        facts.forget(erased);
    }
}
