package io.onefold.segment.live;

import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.sql.Database;
import io.onefold.kit.work.Repeated;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.Catalog;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.membership.Clocks;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.membership.MembershipWriter;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.membership.Tried;
import io.onefold.segment.profiles.ErasureStore;
import io.onefold.segment.profiles.KnownFacts;
import io.onefold.segment.profiles.KnownProfile;
import io.onefold.segment.profiles.ProfileState;
import io.onefold.segment.profiles.UnreadableStore;
import io.onefold.segment.profiles.UnreadableStore.Stored;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Evaluates profiles anew that were evaluated without their events when their time is over, for all audiences: what was published meanwhile
 * may be wrong at any instant, and no event and no timer need come that would find it.
 */
@ApplicationScoped
class UnreadableRetries {
    private static final Logger LOG = Logger.getLogger(UnreadableRetries.class);
    private static final int CHUNK = 100;
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Database database;
    private final UnreadableStore store;
    private final ErasureStore erasures;
    private final Catalogs catalogs;
    private final KnownFacts facts;
    private final Instants instants;
    private final MembershipWriter writer;
    private final Timers timers;
    private final Repeated sweeps = new Repeated("unreadable-retries");

    UnreadableRetries(
            Database database,
            UnreadableStore store,
            ErasureStore erasures,
            Catalogs catalogs,
            KnownFacts facts,
            Instants instants,
            MembershipWriter writer,
            Timers timers) {
        this.database = database;
        this.store = store;
        this.erasures = erasures;
        this.catalogs = catalogs;
        this.facts = facts;
        this.instants = instants;
        this.writer = writer;
        this.timers = timers;
    }

    void start(@Observes StartupEvent start) {
        sweeps.every(
                LOOK,
                this::sweep,
                away -> LOG.warnf(away, "unreadable profiles are not tried again; looking again in %s", LOOK));
    }

    void stop(@Observes ShutdownEvent stop) {
        sweeps.close();
    }

    /** Tries all whose time is over. */
    synchronized void sweep() {
        List<Stored> some;
        do {
            // Who fails is postponed and is not among the next ones.
            some = database.snapshot(tx -> store.toRetry(tx, Instant.now(), CHUNK));
            some.forEach(this::evaluateOrPostpone);
        } while (some.size() == CHUNK);
    }

    /** Also an outage postpones it: it costs a minute, and nobody waits for one that cannot be read. */
    private void evaluateOrPostpone(Stored one) {
        try {
            evaluate(one);
        } catch (RuntimeException | Error failure) {
            if (sweeps.isEnding()) {
                throw failure;
            }
            LOG.warnf(failure, "profile %s is tried again in %s", one.profileId(), PAUSE);
            database.inTransaction(tx -> store.postpone(tx, one, Instant.now().plus(PAUSE)));
        }
    }

    private void evaluate(Stored one) {
        Map<String, Catalog> present = catalogs.of(Set.of(one.workspace()));
        Catalog catalog = Objects.requireNonNull(present.get(one.workspace()));
        Tried tried = writer.attempt(catalog.audiences().isEmpty() ? List.of() : evaluated(one, catalog));
        database.inTransaction(tx -> {
            catalogs.requireCurrent(tx, present.values());
            if (!erasures.mayNote(tx, one.workspace(), one.profileId())) {
                return;
            }
            store.remove(tx, one);
            Map<UUID, Long> overtaken = writer.write(tx, tried, catalog.ids()::contains);
            if (!overtaken.isEmpty()) {
                throw new FeedEffect.Again(
                        "profile " + one.profileId() + " was evaluated at a later version meanwhile");
            }
        });
        // A tick may have come between the reading of a clock and the writing of a timer.
        timers.catchUp(one.workspace());
    }

    private List<Evaluated> evaluated(Stored one, Catalog catalog) {
        KnownProfile profile = facts.again(one.profileId(), catalog.wanted());
        Clocks clocks = instants.read();
        List<Evaluated> evaluated = new ArrayList<>();
        for (Audience audience : catalog.audiences()) {
            ProfileState state = profile.of(audience.needs());
            if (!state.exists()) {
                // The change that ended it tells so, and knows why.
                continue;
            }
            Instant instant = clocks.instantFor(catalog.workspace(), state.profileId(), state.facts());
            evaluated.add(Evaluations.of(audience, state, state.version(), instant, origin(audience, state)));
        }
        return evaluated;
    }

    /** Anything may be news, and none of it came just now: what was due or happened before is late. */
    private static Origin origin(Audience audience, ProfileState state) {
        return new Origin.Changed(Instant.MIN, Set.of(), Optional.empty(), Evaluations.happened(audience, state), true);
    }
}
