package io.onefold.ingestion.erasure;

import io.onefold.domain.IdentifierIds;
import io.onefold.ingestion.door.Mentions;
import io.onefold.ingestion.filing.ClaimStore;
import io.onefold.ingestion.quarantine.QuarantineStore;
import io.onefold.ingestion.restore.Restore;
import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.kit.feed.FeedSweep;
import io.onefold.kit.log.Wordless;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Takes what is an erased person's out of the log, the claims and the quarantine, for all erasures that wait in one go, stretch by stretch.
 * Wiping twice changes nothing, so it simply begins anew after a crash, and two replicas may both do it.
 */
@ApplicationScoped
class Wiper {
    private static final Logger LOG = Logger.getLogger(Wiper.class);
    /** For what a replica left that is no more. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final int AT_ONCE = 200;
    /** Positions of every partition that one transaction looks through. */
    private static final int STRETCH = 2_000;
    /** The same where all events of a workspace are read. */
    private static final int SHORT_STRETCH = 500;

    private static final int QUARANTINED = 500;
    private static final UUID LOWEST = new UUID(0, 0);

    private final Database database;
    private final FeedSweep sweep;
    private final ErasureStore erasures;
    private final ClaimStore claims;
    private final QuarantineStore quarantine;
    private final LoggedEventCodec logged;
    private final Mentions mentions;
    private final SourceRegistry sources;
    private final Restore restore;
    private final Repeated looking = new Repeated("erasure-wiper");

    Wiper(
            Database database,
            FeedSweep sweep,
            ErasureStore erasures,
            ClaimStore claims,
            QuarantineStore quarantine,
            SourceRegistry sources,
            Restore restore,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.database = database;
        this.sweep = sweep;
        this.erasures = erasures;
        this.claims = claims;
        this.quarantine = quarantine;
        this.sources = sources;
        this.restore = restore;
        IdentifierIds ids = new IdentifierIds(secret);
        this.logged = new LoggedEventCodec(ids);
        this.mentions = new Mentions(ids);
    }

    void start(@Observes StartupEvent start) {
        looking.nowAndEvery(
                LOOK, this::wipe, failure -> LOG.warnf(Wordless.of(failure), "what is erased is wiped in %s", LOOK));
    }

    void stop(@Observes ShutdownEvent stop) {
        looking.close();
    }

    /** There is something to wipe. */
    void wake() {
        looking.once(this::wipe, failure -> LOG.warnf(Wordless.of(failure), "what is erased is wiped in %s", LOOK));
    }

    private void wipe() {
        List<ErasureStore.Unwiped> waiting = database.snapshot(tx -> erasures.unwiped(tx, AT_ONCE));
        while (!waiting.isEmpty()) {
            List<ErasureStore.Unwiped> some = waiting;
            wipeLog(some);
            wipeQuarantine(some);
            some.forEach(erasure -> restore.forget(erasure.recordIds()));
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            database.inTransaction(tx -> erasures.wiped(
                    tx, some.stream().map(ErasureStore.Unwiped::id).toList(), now));
            LOG.infof("%d erasures are wiped", some.size());
            waiting = database.snapshot(tx -> erasures.unwiped(tx, AT_ONCE));
        }
    }

    private void wipeLog(List<ErasureStore.Unwiped> some) {
        Map<Boolean, List<ErasureStore.Unwiped>> byRoad =
                some.stream().collect(Collectors.partitioningBy(ErasureStore.Unwiped::toldAgain));
        List<ErasureStore.Unwiped> asked = byRoad.getOrDefault(false, List.of());
        Set<UUID> records = new HashSet<>();
        asked.forEach(erasure -> records.addAll(erasure.recordIds()));
        wipeLog(asked, STRETCH, (tx, after, upTo) -> sweep.ofSubjects(tx, after, upTo, records));
        List<ErasureStore.Unwiped> toldAgain = byRoad.getOrDefault(true, List.of());
        Set<String> workspaces =
                toldAgain.stream().map(ErasureStore.Unwiped::workspace).collect(Collectors.toSet());
        wipeLog(toldAgain, SHORT_STRETCH, (tx, after, upTo) -> sweep.ofWorkspaces(tx, after, upTo, workspaces));
    }

    private interface Items {
        List<FeedSweep.Item> between(Transaction tx, long after, long upTo);
    }

    private void wipeLog(List<ErasureStore.Unwiped> some, int stretch, Items items) {
        long end = some.stream()
                .mapToLong(ErasureStore.Unwiped::lastPosition)
                .max()
                .orElse(0);
        for (long after = 0; after < end; after += stretch) {
            long from = after;
            database.inTransaction(tx -> {
                List<FeedSweep.Item> theirs = new ArrayList<>();
                List<UUID> events = new ArrayList<>();
                for (FeedSweep.Item item : items.between(tx, from, Math.min(from + stretch, end))) {
                    logged.event(item.payload())
                            .filter(event -> some.stream().anyMatch(erasure -> erasure.covers(item, event)))
                            .ifPresent(event -> {
                                theirs.add(item);
                                events.add(event.eventId());
                            });
                }
                claims.erase(tx, events);
                sweep.empty(tx, theirs);
            });
        }
    }

    private void wipeQuarantine(List<ErasureStore.Unwiped> some) {
        Map<String, List<ErasureStore.Unwiped>> byWorkspace =
                some.stream().collect(Collectors.groupingBy(ErasureStore.Unwiped::workspace));
        byWorkspace.forEach(this::wipeQuarantine);
    }

    private void wipeQuarantine(String workspace, List<ErasureStore.Unwiped> some) {
        Set<String> namespaces = new TreeSet<>();
        some.forEach(erasure -> namespaces.addAll(erasure.namespaces()));
        UUID after = LOWEST;
        List<QuarantineStore.Kept> kept = quarantined(workspace, after);
        while (!kept.isEmpty()) {
            List<UUID> mentioning = kept.stream()
                    .filter(one -> {
                        Set<UUID> mentioned =
                                mentions.in(one.raw(), sources.rules(workspace, one.source()), namespaces);
                        return some.stream().anyMatch(erasure -> erasure.covers(one, mentioned));
                    })
                    .map(QuarantineStore.Kept::eventId)
                    .toList();
            if (!mentioning.isEmpty()) {
                database.inTransaction(tx -> {
                    claims.erase(tx, mentioning);
                    quarantine.delete(tx, mentioning);
                });
            }
            after = kept.get(kept.size() - 1).eventId();
            kept = quarantined(workspace, after);
        }
    }

    private List<QuarantineStore.Kept> quarantined(String workspace, UUID after) {
        return database.snapshot(tx -> quarantine.list(tx, workspace, after, QUARANTINED));
    }
}
