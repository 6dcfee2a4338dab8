package io.onefold.ingestion.erasure;

import io.onefold.domain.IdentifierIds;
import io.onefold.ingestion.door.TombstoneStore;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.FeedSweep;
import io.onefold.kit.feed.Version;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Closes the door to a person: tombstones and one item in every partition, in one transaction beside which nobody files. What lies in the
 * log is wiped behind it ({@link Wiper}).
 */
@ApplicationScoped
public class Eraser {
    private static final String FEED = "events";
    /** What is looked through while nobody can file: more, and the caller waits until identity has caught up. */
    private static final long MOST_UNKNOWN = 20_000;

    private final Database database;
    private final FeedLog log;
    private final FeedEpoch epoch;
    private final FeedSweep sweep;
    private final TombstoneStore tombstones;
    private final ErasureStore erasures;
    private final LoggedEventCodec logged;
    private final Wiper wiper;

    Eraser(
            Database database,
            FeedLog log,
            FeedEpoch epoch,
            FeedSweep sweep,
            TombstoneStore tombstones,
            ErasureStore erasures,
            Wiper wiper,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.database = database;
        this.log = log;
        this.epoch = epoch;
        this.sweep = sweep;
        this.tombstones = tombstones;
        this.erasures = erasures;
        this.logged = new LoggedEventCodec(new IdentifierIds(secret));
        this.wiper = wiper;
    }

    /**
     * Erases a person, once.
     *
     * @param item what every partition gets to read, by the ordinal of the erasure
     * @param known up to where identity had seen the log when the person was fixed; empty when it was done before, and the store may have
     *     been restored since
     * @return the token of the erasure, the same however often
     */
    public String erase(Erasure erasure, LongFunction<byte[]> item, Optional<ConsistencyToken> known) {
        long present = epoch.present();
        return database.transaction(tx -> {
            tombstones.lockAlone(tx);
            Optional<ErasureStore.Progress> before = erasures.read(tx, erasure.id());
            if (before.isPresent()) {
                if (!before.get().keyHash().equals(erasure.keyHash())) {
                    throw Failures.requestIdReused();
                }
                return before.get().consistencyToken();
            }
            known.ifPresent(token -> requireNothingNew(tx, erasure, positions(token, present)));
            long ordinal = Version.after(tombstones.lastErasure(tx), present);
            boolean toldAgain = known.isEmpty();
            tombstones.putRecords(tx, erasure.id(), ordinal, erasure.recordIds(), erasure.requestTime(), toldAgain);
            tombstones.putIdentifiers(tx, erasure.id(), ordinal, erasure.identifierIds(), erasure.requestTime());
            Map<Integer, Long> places =
                    log.appendEverywhere(tx, erasure.workspace(), erasure.id(), item.apply(ordinal));
            String token = ConsistencyToken.of(FEED, present, places).encode();
            erasures.put(tx, erasure, ordinal, token, toldAgain, Instant.now().truncatedTo(ChronoUnit.MICROS));
            tx.afterCommit(wiper::wake);
            return token;
        });
    }

    /** How far an erasure is; empty when there is none. */
    public Optional<ErasureStore.Progress> progress(UUID id) {
        return database.snapshot(tx -> erasures.read(tx, id));
    }

    private static Map<Integer, Long> positions(ConsistencyToken known, long present) {
        ConsistencyToken.Positions positions = known.feeds().get(FEED);
        return positions == null || positions.epoch() != present ? Map.of() : positions.byPartition();
    }

    /** Whoever is linked to the person by what identity had not seen yet would stay. */
    private void requireNothingNew(Transaction tx, Erasure erasure, Map<Integer, Long> known) {
        Map<Integer, Long> heads = log.heads(tx);
        long unknown = 0;
        Map<Integer, Long> after = new HashMap<>();
        for (Map.Entry<Integer, Long> head : heads.entrySet()) {
            long from = known.getOrDefault(head.getKey(), 0L);
            unknown += Math.max(0, head.getValue() - from);
            after.put(head.getKey(), from);
        }
        if (unknown > MOST_UNKNOWN) {
            throw Failures.personGrew();
        }
        Set<UUID> records = new HashSet<>(erasure.recordIds());
        Set<UUID> identifiers = new HashSet<>(erasure.identifierIds());
        sweep.after(
                tx,
                after,
                item -> logged.event(item)
                        .filter(event ->
                                event.workspace().equals(erasure.workspace()) && !records.contains(event.recordId()))
                        .filter(event -> event.identifierIds().stream().anyMatch(identifiers::contains))
                        .ifPresent(event -> {
                            throw Failures.personGrew();
                        }));
    }
}
