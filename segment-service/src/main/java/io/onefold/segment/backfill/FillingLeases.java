package io.onefold.segment.backfill;

import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Lets one replica scan for an audience. Only saves work: who fills one that another fills as well writes nothing twice. */
@ApplicationScoped
class FillingLeases {
    private static final Logger LOG = Logger.getLogger(FillingLeases.class);

    private final Database database;
    private final FillingStore store;
    private final Duration time;
    private final UUID holder = UUID.randomUUID();

    @Inject
    FillingLeases(Database database, FillingStore store, FeedConfig config) {
        this(database, store, config.leaseTime());
    }

    FillingLeases(Database database, FillingStore store, Duration time) {
        this.database = database;
        this.store = store;
        this.time = time;
    }

    /** How long one who is refused waits before asking again. */
    Duration time() {
        return time;
    }

    /** Those that nobody else fills; from here on nobody else will until the lease is closed. */
    Lease take(Collection<UUID> audienceIds) {
        return new Lease(acquire(audienceIds));
    }

    private Set<UUID> acquire(Collection<UUID> audienceIds) {
        Instant now = Instant.now();
        return database.transaction(tx -> store.take(tx, audienceIds, holder, now, now.plus(time)));
    }

    /** Renewed by progress: who hangs is succeeded by another replica. */
    final class Lease implements AutoCloseable {
        private final Set<UUID> held;
        private Instant renewAt;

        private Lease(Set<UUID> held) {
            this.held = held;
            this.renewAt = Instant.now().plus(time.dividedBy(3));
        }

        Set<UUID> held() {
            return held;
        }

        /** To be called whenever some of the work is done. */
        void progressed() {
            if (held.isEmpty() || Instant.now().isBefore(renewAt)) {
                return;
            }
            renewAt = Instant.now().plus(time.dividedBy(3));
            try {
                var unused = acquire(held);
            } catch (RuntimeException away) {
                LOG.infof(away, "the lease of %d fillings was not renewed", held.size());
            }
        }

        @Override
        public void close() {
            try {
                database.inTransaction(tx -> store.release(tx, held, holder));
            } catch (RuntimeException away) {
                LOG.infof(away, "the lease of %d fillings was not given back and will expire", held.size());
            }
        }
    }
}
