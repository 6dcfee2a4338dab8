package io.onefold.ingestion.restore;

import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.door.TombstoneStore;
import io.onefold.ingestion.filing.ClaimStore;
import io.onefold.ingestion.filing.IntakeGate;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.sql.Database;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What must happen after this service's store was restored to an earlier point. Claims of events that were filed since are gone with it. An
 * event that is sent again could be filed a second time, at another time or under another record: so nothing is taken in until the
 * profile-service, which keeps every event, has returned the claims.
 */
@ApplicationScoped
public class Restore implements IntakeGate {
    private static final Logger LOG = Logger.getLogger(Restore.class);
    private static final int AFTER_THE_EPOCH = 2;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final Database database;
    private final FeedEpoch epoch;
    private final RestoreStore store;
    private final ClaimStore claims;
    private final TombstoneStore tombstones;
    private final boolean awaitsClaims;
    /** The epoch of which it is known that nothing is awaited. */
    private volatile long open;

    Restore(
            Database database,
            FeedEpoch epoch,
            RestoreStore store,
            ClaimStore claims,
            TombstoneStore tombstones,
            IngestionConfig config) {
        this.database = database;
        this.epoch = epoch;
        this.store = store;
        this.claims = claims;
        this.tombstones = tombstones;
        this.awaitsClaims = config.awaitClaims();
    }

    /** Before the first event comes: a backup of from now on knows the epoch that it was made in. */
    void start(@Observes @Priority(AFTER_THE_EPOCH) StartupEvent start) {
        long present = epoch.present();
        RestoreStore.Standing standing = database.transaction(tx -> store.enter(tx, present));
        if (standing.awaiting()) {
            LOG.warnf("the store was restored: nothing is taken in until the claims that it lacks are returned");
        }
    }

    /** How it stands; positions by partition. */
    public record Progress(long epoch, boolean awaiting, SortedMap<Integer, Long> beganAt) {}

    @Override
    public void requireClaims(long present) {
        if (present == open) {
            return;
        }
        RestoreStore.Standing standing = database.transaction(tx -> store.enter(tx, present));
        if (!standing.awaiting()) {
            open = standing.epoch();
        } else if (awaitsClaims) {
            throw Failures.unavailable(
                    "the store was restored; events are taken in again once the claims of those it lacks are returned",
                    RETRY_DELAY);
        }
    }

    public Progress progress() {
        long present = epoch.look();
        return database.transaction(tx -> {
            RestoreStore.Standing standing = store.enter(tx, present);
            return new Progress(standing.epoch(), standing.awaiting(), store.beganAt(tx));
        });
    }

    public List<UUID> unclaimed(List<UUID> eventIds) {
        return database.snapshot(tx -> claims.unclaimed(tx, eventIds));
    }

    /** Gives how many were not claimed before. What is an erased person's is claimed without a name. */
    public int giveBack(List<LostEvent> events) {
        return database.transaction(tx -> {
            // Nobody is erased in between: what is named here is found by whoever erases later.
            tombstones.lockShared(tx);
            long present = store.read(tx).map(RestoreStore.Standing::epoch).orElseThrow();
            Map<UUID, LostEvent> byId = new HashMap<>();
            events.forEach(event -> byId.put(event.eventId(), event));
            Set<UUID> erased = tombstones
                    .read(tx, byId.values().stream().map(LostEvent::recordId).collect(Collectors.toSet()))
                    .keySet();
            Map<UUID, UUID> records = new HashMap<>();
            byId.forEach((id, event) -> records.put(id, event.recordId()));
            List<LostEvent> returned =
                    claims.giveBack(tx, records).stream().map(byId::get).toList();
            Map<Boolean, List<LostEvent>> byErasure =
                    returned.stream().collect(Collectors.partitioningBy(event -> erased.contains(event.recordId())));
            claims.erase(tx, ids(byErasure.getOrDefault(true, List.of())));
            List<LostEvent> named = byErasure.getOrDefault(false, List.of());
            if (!named.isEmpty()) {
                store.name(tx, named, present);
            }
            return returned.size();
        });
    }

    private static List<UUID> ids(List<LostEvent> events) {
        return events.stream().map(LostEvent::eventId).toList();
    }

    /** Takes away what names events of erased records. */
    public void forget(Collection<UUID> recordIds) {
        database.inTransaction(tx -> claims.erase(tx, store.forget(tx, recordIds)));
    }

    public void end(long ended) {
        database.inTransaction(tx -> store.end(tx, ended));
        LOG.infof("epoch %d: the claims are returned, events are taken in again", ended);
    }

    public List<LostEvent> list(String workspace, UUID after, int size) {
        return database.snapshot(tx -> store.list(tx, workspace, after, size));
    }
}
