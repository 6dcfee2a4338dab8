package io.onefold.segment.backfill;

import io.onefold.kit.work.Repeated;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceFiller;
import io.onefold.segment.audience.AudienceState;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.audience.AudienceUpdater;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Fills audiences, those of a workspace that wait together by one scan, and empties others beside it; at start it takes up again what a
 * stopped process left unfinished.
 */
@ApplicationScoped
class BackfillRunner implements AudienceFiller {
    private static final Logger LOG = Logger.getLogger(BackfillRunner.class);
    private static final long PAUSE_MILLIS = 1000;
    private static final int MOST_RETRIES = 6;
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Backfill backfill;
    private final AudienceStore audiences;
    private final AudienceUpdater updater;
    private final SetAsideProfiles setAside;
    private final FillingLeases leases;
    private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();
    /** How often each has failed in a row. */
    private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();

    private final Worker filling = new Worker("backfill");
    private final Worker emptying = new Worker("emptying");
    /** Apart from the fillings, which can take hours, and from each other: those that are set aside can take long to be read. */
    private final Repeated looking = new Repeated("unfilled");

    private final Repeated retrying = new Repeated("set-aside");
    private volatile boolean started;

    BackfillRunner(
            Backfill backfill,
            AudienceStore audiences,
            AudienceUpdater updater,
            SetAsideProfiles setAside,
            FillingLeases leases) {
        this.backfill = backfill;
        this.audiences = audiences;
        this.updater = updater;
        this.setAside = setAside;
        this.leases = leases;
    }

    @Override
    public void fill(Audience audience) {
        if (!started) {
            // The start takes it up.
            return;
        }
        if (audience.isDeleting()) {
            emptying.now(() -> empty(audience.id()));
        } else {
            waiting.add(audience.id());
            filling.now(this::fillWaiting);
        }
    }

    void start(@Observes StartupEvent start) {
        started = true;
        looking.nowAndEvery(
                LOOK, this::takeUp, away -> LOG.warnf(away, "unfilled audiences are looked for again in %s", LOOK));
        retrying.nowAndEvery(
                LOOK,
                setAside::tryAgain,
                away -> LOG.warnf(away, "profiles that are set aside are tried again in %s", LOOK));
    }

    /** What a process left when it stopped, and what can be read again. */
    void takeUp() {
        audiences.unfinished().stream()
                .filter(audience -> audience.readable() || audience.isDeleting())
                .forEach(this::takeUp);
    }

    private void takeUp(Audience audience) {
        if (audience.missedChanges() && !audience.isDeleting()) {
            updater.takeUp(audience);
        } else {
            fill(audience);
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        filling.stop();
        emptying.stop();
        looking.close();
        retrying.close();
    }

    private void later(Collection<UUID> ids, long millis) {
        filling.later(millis, () -> {
            waiting.addAll(ids);
            fillWaiting();
        });
    }

    /** Tries again soon, then with longer and longer pauses; in the end whoever looks for what is not filled does, once a minute. */
    private void retry(Collection<UUID> ids) {
        int most = ids.stream()
                .mapToInt(id -> failures.merge(id, 1, Integer::sum))
                .max()
                .orElse(1);
        pauseMillis(most).ifPresent(millis -> later(ids, millis));
    }

    static OptionalLong pauseMillis(int failures) {
        return failures > MOST_RETRIES ? OptionalLong.empty() : OptionalLong.of(PAUSE_MILLIS << (failures - 1));
    }

    private void fillWaiting() {
        Set<UUID> ids = new HashSet<>(waiting);
        waiting.removeAll(ids);
        try {
            // As they are now: one may have waited twice, or have changed meanwhile, or another replica has done it.
            Map<String, List<Audience>> unfilled = audiences.byIds(ids).stream()
                    .filter(audience -> audience.state() == AudienceState.BACKFILLING && audience.readable())
                    .collect(Collectors.groupingBy(Audience::workspace));
            unfilled.forEach(this::fill);
        } catch (RuntimeException | Error failure) {
            filling.report(failure, "audiences %s are not filled yet", ids);
            retry(ids);
        }
    }

    private void fill(String workspace, List<Audience> some) {
        Set<UUID> ids = some.stream().map(Audience::id).collect(Collectors.toSet());
        try (FillingLeases.Lease lease = leases.take(ids)) {
            List<Audience> own = some.stream()
                    .filter(audience -> lease.held().contains(audience.id()))
                    .toList();
            if (own.size() < some.size()) {
                // Another replica fills them, or has died of it.
                later(ids, leases.time().toMillis());
            }
            if (!own.isEmpty()) {
                fillOwn(workspace, own, lease);
            }
        } catch (RuntimeException | Error failure) {
            filling.report(
                    failure,
                    "audiences %s are not filled yet",
                    some.stream().map(Audience::name).toList());
            retry(ids);
        }
    }

    private void fillOwn(String workspace, List<Audience> own, FillingLeases.Lease lease) {
        List<Audience> completed = backfill.fill(workspace, own, lease::progressed);
        own.forEach(audience -> failures.remove(audience.id()));
        completed.forEach(audience -> LOG.infof("audience %s of %s is filled", audience.name(), workspace));
        if (completed.size() < own.size()) {
            // Those that were changed meanwhile wait for their new rule.
            waiting.addAll(own.stream().map(Audience::id).toList());
            filling.now(this::fillWaiting);
        }
    }

    private void empty(UUID id) {
        try {
            audiences.byId(id).filter(Audience::isDeleting).ifPresent(audience -> {
                backfill.empty(audience);
                LOG.infof("audience %s of %s is deleted", audience.name(), audience.workspace());
            });
        } catch (RuntimeException | Error failure) {
            emptying.report(failure, "audience %s is not emptied yet", id);
            emptying.later(PAUSE_MILLIS, () -> empty(id));
        }
    }
}
