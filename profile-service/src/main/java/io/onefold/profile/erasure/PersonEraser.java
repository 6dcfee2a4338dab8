package io.onefold.profile.erasure;

import io.onefold.domain.IdentifierIds;
import io.onefold.domain.Ids;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.feed.Wakeups.Topic;
import io.onefold.kit.sql.Database;
import io.onefold.profile.view.Clocks;
import io.onefold.profile.view.ProfileKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Erases a person: asks identity who it is, then has ingestion close the door to that one. Everything else follows from the item that
 * ingestion writes, here as in the other services.
 */
@ApplicationScoped
public class PersonEraser {
    private static final int ATTEMPTS = 50;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final Database database;
    private final Progress progress;
    private final Wakeups wakeups;
    private final Clocks clocks;
    private final IdentityPersonClient identity;
    private final IngestionDoorClient door;
    private final ErasureStore store;
    private final SetAsideItems setAside;
    private final KeyHash keys;

    PersonEraser(
            Database database,
            Progress progress,
            Wakeups wakeups,
            Clocks clocks,
            IdentityPersonClient identity,
            IngestionDoorClient door,
            ErasureStore store,
            SetAsideItems setAside,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.database = database;
        this.progress = progress;
        this.wakeups = wakeups;
        this.clocks = clocks;
        this.identity = identity;
        this.door = door;
        this.store = store;
        this.setAside = setAside;
        this.keys = new KeyHash(new IdentifierIds(secret));
    }

    /**
     * How far an erasure is.
     *
     * @param records how many were erased; 0 until it has come down the log
     * @param identifiers how many are refused; 0 until it has come down the log
     * @param erased nothing is left here and in the services before this one
     */
    public record Standing(Instant requestTime, int records, int identifiers, boolean erased, ConsistencyToken token) {}

    /** Returns once the door is closed. The same request again changes nothing; another one under its name is refused. */
    public Standing erase(String workspace, String requestId, ProfileKey key, Optional<Instant> requestTime) {
        UUID id = Ids.erasure(workspace, requestId);
        Optional<IngestionDoorClient.Progress> before = door.progress(id);
        String keyHash = keys.of(workspace, key);
        if (before.isPresent()) {
            requireSame(before.get(), keyHash, requestTime);
            return standing(id, before.get());
        }
        Instant when = RequestTime.of(workspace, requestTime, database.snapshot(clocks::read), Instant.now());
        List<UUID> left = List.of();
        int attempt = 0;
        while (attempt < ATTEMPTS) {
            long mark = wakeups.mark(Topic.PROGRESS);
            // Before the question: what is known by then to be filed is in the answer.
            ConsistencyToken known = database.snapshot(tx -> progress.contained(tx, "events", "identities"));
            IdentityPersonClient.Fixed fixed = identity.fix(id, workspace, key, when, keyHash, left);
            Erasure listed = fixed.erasure();
            Erasure person = listed.with(database.snapshot(tx -> setAside.records(tx, listed)));
            Optional<ConsistencyToken> token =
                    door.erase(fixed.partial() ? person.as(partOf(requestId, person)) : person, known);
            if (token.isPresent() && fixed.partial()) {
                // Identity knows the rest by the same name once this part is gone there, and says where it is should it
                // have come apart.
                left = fixed.left();
                progress.await(token.get(), "events", "identities");
                continue;
            }
            if (token.isPresent()) {
                return new Standing(
                        when, person.recordIds().size(), person.identifierIds().size(), false, token.get());
            }
            awaitProgress(mark);
            attempt++;
        }
        throw Failures.unavailable("the person keeps growing, or the log is far ahead", RETRY_DELAY);
    }

    /** The same part again, as after a crash, is the same erasure. */
    private static UUID partOf(String requestId, Erasure part) {
        return Ids.erasure(part.workspace(), requestId + "#" + Ids.record(part.workspace(), part.recordIds()));
    }

    private static void requireSame(IngestionDoorClient.Progress before, String keyHash, Optional<Instant> stated) {
        boolean isSameTime = stated.map(
                        time -> time.truncatedTo(ChronoUnit.MICROS).equals(before.requestTime()))
                .orElse(true);
        if (!before.keyHash().equals(keyHash) || !isSameTime) {
            throw Failures.requestIdReused();
        }
    }

    public Standing get(String workspace, String requestId) {
        UUID id = Ids.erasure(workspace, requestId);
        return standing(id, door.progress(id).orElseThrow(() -> Failures.erasureNotFound(requestId)));
    }

    private Standing standing(UUID id, IngestionDoorClient.Progress atTheDoor) {
        Optional<ErasureStore.Known> known = database.snapshot(tx -> store.read(tx, id));
        // Each partition tells it; what stands in front of it in the last one may still be the person's.
        boolean erased = atTheDoor.wiped()
                && known.filter(ErasureStore.Known::wiped).isPresent()
                && progress.isApplied(atTheDoor.token(), "events", "identities")
                && identity.isWiped(id);
        return new Standing(
                atTheDoor.requestTime(),
                known.map(ErasureStore.Known::records).orElse(0),
                known.map(ErasureStore.Known::identifiers).orElse(0),
                erased,
                atTheDoor.token());
    }

    private void awaitProgress(long mark) {
        try {
            wakeups.await(Topic.PROGRESS, mark, BETWEEN_ATTEMPTS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failures.unavailable("the service is stopping", RETRY_DELAY);
        }
    }
}
