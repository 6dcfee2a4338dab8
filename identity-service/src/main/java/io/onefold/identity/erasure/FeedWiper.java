package io.onefold.identity.erasure;

import io.onefold.domain.IdentifierIds;
import io.onefold.identity.change.ChangeCodec;
import io.onefold.kit.feed.FeedSweep;
import io.onefold.kit.sql.Database;
import io.onefold.kit.work.Repeated;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Takes the identifiers of erased persons out of the feed's items, for all erasures that wait in one go, stretch by stretch. What an item says
 * of others stays, for readers that are behind. Wiping twice changes nothing, so it simply begins anew after a crash.
 */
@ApplicationScoped
public class FeedWiper {
    private static final Logger LOG = Logger.getLogger(FeedWiper.class);
    /** For what a replica left that is no more. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final int AT_ONCE = 50;
    /** Positions of every partition that one transaction looks through. */
    private static final int STRETCH = 500;

    private final Database database;
    private final FeedSweep sweep;
    private final ErasureStore erasures;
    private final IdentifierIds ids;
    private final Repeated looking = new Repeated("erasure-wiper");

    FeedWiper(
            Database database,
            FeedSweep sweep,
            ErasureStore erasures,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.database = database;
        this.sweep = sweep;
        this.erasures = erasures;
        this.ids = new IdentifierIds(secret);
    }

    void start(@Observes StartupEvent start) {
        looking.nowAndEvery(LOOK, this::wipe, failure -> LOG.warnf(failure, "what is erased is wiped in %s", LOOK));
    }

    void stop(@Observes ShutdownEvent stop) {
        looking.close();
    }

    /** There is something to wipe. */
    public void wake() {
        looking.once(this::wipe, failure -> LOG.warnf(failure, "what is erased is wiped in %s", LOOK));
    }

    public boolean isWiped(UUID erasureId) {
        return database.snapshot(tx -> erasures.isWiped(tx, erasureId));
    }

    private void wipe() {
        List<ErasureStore.Unwiped> waiting = database.snapshot(tx -> erasures.unwiped(tx, AT_ONCE));
        while (!waiting.isEmpty()) {
            List<ErasureStore.Unwiped> some = waiting;
            wipe(some);
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            database.inTransaction(tx -> erasures.wiped(
                    tx, some.stream().map(ErasureStore.Unwiped::id).toList(), now));
            waiting = database.snapshot(tx -> erasures.unwiped(tx, AT_ONCE));
        }
    }

    /** An item may name an identifier without any profile that led to the person: so all of the workspace are read. */
    private void wipe(List<ErasureStore.Unwiped> some) {
        Set<String> workspaces =
                some.stream().map(ErasureStore.Unwiped::workspace).collect(Collectors.toSet());
        long end = some.stream()
                .flatMap(erasure -> erasure.feedEnd().values().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        for (long after = 0; after < end; after += STRETCH) {
            long from = after;
            database.inTransaction(tx -> {
                List<FeedSweep.Item> stripped = new ArrayList<>();
                for (FeedSweep.Item item : sweep.ofWorkspaces(tx, from, Math.min(from + STRETCH, end), workspaces)) {
                    without(item.payload(), erased(some, erasure -> erasure.covers(item)))
                            .ifPresent(payload -> stripped.add(item.with(payload)));
                }
                sweep.rewrite(tx, stripped);
            });
        }
        wipeAnswers(some);
    }

    /** What earlier erasures, and these, are answered with when they are asked for again. */
    private void wipeAnswers(List<ErasureStore.Unwiped> some) {
        Set<UUID> all = new HashSet<>();
        some.forEach(erasure -> all.addAll(erasure.identifierIds()));
        long last = some.stream().mapToLong(ErasureStore.Unwiped::number).max().orElse(0);
        for (long after = 0; after < last; ) {
            long from = after;
            List<ErasureStore.Told> told = database.transaction(tx -> {
                List<ErasureStore.Told> naming = erasures.lockNaming(tx, all, from, last, AT_ONCE);
                naming.forEach(one -> {
                    Predicate<UUID> erased = erased(some, erasure -> erasure.number() >= one.number());
                    if (one.named().stream().anyMatch(erased)) {
                        erasures.rewrite(tx, stripped(one, erased));
                    }
                });
                return naming;
            });
            after = told.isEmpty() ? last : told.get(told.size() - 1).number();
        }
    }

    private ErasureStore.Told stripped(ErasureStore.Told told, Predicate<UUID> erased) {
        return new ErasureStore.Told(
                told.id(),
                told.number(),
                told.changes().stream()
                        .map(change -> without(change, erased).orElse(change))
                        .toList(),
                told.named().stream().filter(erased.negate()).toList());
    }

    /** Whether an identifier was erased by one of those erasures that something stands in front of. */
    private static Predicate<UUID> erased(
            List<ErasureStore.Unwiped> some, Predicate<ErasureStore.Unwiped> isInFrontOf) {
        List<ErasureStore.Unwiped> later = some.stream().filter(isInFrontOf).toList();
        return id -> later.stream().anyMatch(erasure -> erasure.identifierIds().contains(id));
    }

    private Optional<byte[]> without(byte[] change, Predicate<UUID> erased) {
        return ChangeCodec.without(
                change,
                (workspace, identifier) ->
                        Optional.of(ids.id(workspace, identifier)).filter(erased));
    }
}
