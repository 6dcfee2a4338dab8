package io.onefold.profile.erasure;

import io.onefold.domain.IdentifierIds;
import io.onefold.kit.feed.FeedSweep;
import io.onefold.kit.sql.Database;
import io.onefold.kit.work.Repeated;
import io.onefold.profile.ownership.FormerOwnerStore;
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
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Takes erased persons out of the feed's items, for all erasures that wait in one go, stretch by stretch. Wiping twice changes nothing, so it
 * simply begins anew after a crash, and two replicas may both do it.
 */
@ApplicationScoped
class FeedWiper {
    private static final Logger LOG = Logger.getLogger(FeedWiper.class);
    /** For what a replica left that is no more. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final int AT_ONCE = 200;
    /** Positions of every partition that one transaction looks through. */
    private static final int STRETCH = 2_000;

    private final Database database;
    private final FeedSweep sweep;
    private final ErasureStore erasures;
    private final FormerOwnerStore former;
    private final TraceCodec traces;
    private final Repeated looking = new Repeated("erasure-wiper");

    FeedWiper(
            Database database,
            FeedSweep sweep,
            ErasureStore erasures,
            FormerOwnerStore former,
            @ConfigProperty(name = "onefold.identifier-secret") String secret) {
        this.database = database;
        this.sweep = sweep;
        this.erasures = erasures;
        this.former = former;
        this.traces = new TraceCodec(new IdentifierIds(secret));
    }

    void start(@Observes StartupEvent start) {
        looking.nowAndEvery(LOOK, this::wipe, failure -> LOG.warnf(failure, "what is erased is wiped in %s", LOOK));
    }

    void stop(@Observes ShutdownEvent stop) {
        looking.close();
    }

    /** There is something to wipe. */
    void wake() {
        looking.once(this::wipe, failure -> LOG.warnf(failure, "what is erased is wiped in %s", LOOK));
    }

    private void wipe() {
        List<ErasureStore.Unwiped> waiting = database.snapshot(tx -> erasures.unwiped(tx, AT_ONCE));
        while (!waiting.isEmpty()) {
            List<ErasureStore.Unwiped> some = waiting;
            some.stream()
                    .collect(Collectors.groupingBy(ErasureStore.Unwiped::workspace))
                    .forEach(this::wipe);
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            database.inTransaction(tx -> erasures.wiped(
                    tx, some.stream().map(ErasureStore.Unwiped::id).toList(), now));
            waiting = database.snapshot(tx -> erasures.unwiped(tx, AT_ONCE));
        }
    }

    /** Only the items of those profiles tell of the persons that had something of them. */
    private Set<UUID> subjects(List<ErasureStore.Unwiped> some) {
        Set<UUID> subjects = new HashSet<>();
        Set<UUID> theirs = new HashSet<>();
        some.forEach(erasure -> {
            subjects.addAll(erasure.profileIds());
            theirs.addAll(erasure.recordIds());
            theirs.addAll(erasure.identifierIds());
        });
        subjects.addAll(database.snapshot(tx -> former.of(tx, theirs)));
        return subjects;
    }

    private void wipe(String workspace, List<ErasureStore.Unwiped> some) {
        Set<UUID> subjects = subjects(some);
        TraceCodec.Person all = TraceCodec.Person.ofAll(workspace, some);
        long end = some.stream()
                .flatMap(erasure -> erasure.feedEnd().values().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        for (long after = 0; after < end; after += STRETCH) {
            long from = after;
            database.inTransaction(tx -> {
                List<FeedSweep.Item> wiped = new ArrayList<>();
                for (FeedSweep.Item item : sweep.ofSubjects(tx, from, Math.min(from + STRETCH, end), subjects)) {
                    List<ErasureStore.Unwiped> later = some.stream()
                            .filter(erasure -> erasure.covers(item))
                            .toList();
                    TraceCodec.Person persons =
                            later.size() == some.size() ? all : TraceCodec.Person.ofAll(workspace, later);
                    traces.without(item.subject(), item.payload(), persons)
                            .ifPresent(payload -> wiped.add(item.with(payload)));
                }
                sweep.rewrite(tx, wiped);
            });
        }
    }
}
