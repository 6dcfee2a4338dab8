package io.onefold.segment.rebuild;

import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.rebuild.RebuildProgress;
import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.Catalog;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.live.Evaluations;
import io.onefold.segment.live.Timers;
import io.onefold.segment.membership.Clocks;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.membership.Leftovers;
import io.onefold.segment.membership.MembershipWriter;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.membership.Tried;
import io.onefold.segment.profiles.KnownProfile;
import io.onefold.segment.profiles.ProfileState;
import io.onefold.segment.profiles.ProfilesClient;
import io.onefold.segment.profiles.ProfilesUpstream;
import io.onefold.segment.profiles.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Evaluates every profile for every audience that is complete, with the evaluator and the write of the live path, and publishes what differs
 * from what was published.
 *
 * <p>What a profile says now can be ahead of its feed, and then the difference is the feed's to tell, with the cause that it has. So whatever
 * differs is looked at once more when the feed has been applied up to where it stood when the profile was read; what differs then is wrong.
 */
@ApplicationScoped
class Reevaluation {
    static final String EVALUATIONS = "evaluation";
    private static final Logger LOG = Logger.getLogger(Reevaluation.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);
    private static final int MOST_ATTEMPTS = 10;

    private final Database database;
    private final Catalogs catalogs;
    private final ProfilesClient profiles;
    private final Progress applied;
    private final Instants instants;
    private final Timers timers;
    private final MembershipWriter writer;
    private final Leftovers members;

    Reevaluation(
            Database database,
            Catalogs catalogs,
            ProfilesClient profiles,
            Progress applied,
            Instants instants,
            Timers timers,
            MembershipWriter writer,
            Leftovers members) {
        this.database = database;
        this.catalogs = catalogs;
        this.profiles = profiles;
        this.applied = applied;
        this.instants = instants;
        this.timers = timers;
        this.writer = writer;
        this.members = members;
    }

    /** Of those that are being filled the filling has the last word. */
    private static List<Audience> complete(Catalog catalog) {
        return catalog.audiences().stream()
                .filter(audience -> audience.readable() && !audience.isBackfilling() && !audience.isDeleting())
                .toList();
    }

    void evaluate(String workspace, RebuildProgress progress) {
        List<Audience> audiences = complete(catalog(workspace));
        if (audiences.isEmpty()) {
            return;
        }
        Wanted wanted = new Wanted(audiences.stream().map(Audience::needs).toList());
        profiles.scan(workspace, wanted, new Found(workspace, audiences, progress));
        for (Audience audience : audiences) {
            // Whoever is no more was not met.
            Found found = new Found(workspace, List.of(audience), progress) {
                @Override
                public void take(Collection<KnownProfile> some) {
                    super.take(some.stream()
                            .filter(one -> !one.of(audience.needs()).exists())
                            .toList());
                }
            };
            members.forEach(
                    audience.id(), Long.MAX_VALUE, ids -> profiles.read(ids, Wanted.of(audience.needs()), found));
        }
        // A tick may have come between the reading of a clock and the writing of a timer.
        timers.catchUp(workspace);
    }

    private Catalog catalog(String workspace) {
        return Objects.requireNonNull(catalogs.of(Set.of(workspace)).get(workspace), "a catalogue was asked for");
    }

    private class Found implements ProfilesClient.Found {
        private final String workspace;
        private final List<Audience> audiences;
        private final RebuildProgress progress;

        Found(String workspace, List<Audience> audiences, RebuildProgress progress) {
            this.workspace = workspace;
            this.audiences = audiences;
            this.progress = progress;
        }

        @Override
        public void take(Collection<KnownProfile> some) {
            Set<UUID> differing =
                    some.isEmpty() ? Set.of() : differing(some, audiences).profiles();
            int corrected = differing.isEmpty()
                    ? 0
                    : correct(
                            workspace,
                            some.stream()
                                    .filter(one -> differing.contains(one.profileId()))
                                    .toList(),
                            audiences);
            try {
                progress.looked(EVALUATIONS, some.size(), corrected);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw Failures.unavailable("the service is stopping", RETRY_DELAY);
            }
        }

        /** It stays as it is: nobody can say that it is wrong. */
        @Override
        public void unreadable(UUID profileId, RuntimeException failure) {
            LOG.warnf(failure, "profile %s cannot be read, and is not evaluated anew", profileId);
        }
    }

    private Tried differing(Collection<KnownProfile> some, List<Audience> audiences) {
        Clocks clocks = instants.read();
        List<Evaluated> evaluated = new ArrayList<>();
        for (KnownProfile one : some) {
            for (Audience audience : audiences) {
                ProfileState state = one.of(audience.needs());
                evaluated.add(Evaluations.of(
                        audience,
                        state,
                        state.version(),
                        clocks.instantFor(audience.workspace(), state.profileId(), state.facts()),
                        new Origin.Rebuilding()));
            }
        }
        return writer.differing(writer.attempt(evaluated));
    }

    private int correct(String workspace, Collection<KnownProfile> some, List<Audience> evaluated) {
        awaitHeads();
        for (int attempt = 1; ; attempt++) {
            Catalog present = catalog(workspace);
            Tried tried = differing(some, stillThere(evaluated, present));
            if (tried.size() == 0) {
                return 0;
            }
            try {
                database.inTransaction(tx -> {
                    catalogs.requireCurrent(tx, List.of(present));
                    var unused = writer.write(tx, tried, any -> true);
                });
                return tried.size();
            } catch (Catalogs.Outdated changed) {
                if (attempt == MOST_ATTEMPTS) {
                    throw changed;
                }
            }
        }
    }

    /** Those that are as they were when the profiles were read for them. */
    private static List<Audience> stillThere(List<Audience> evaluated, Catalog present) {
        Map<UUID, Long> versions =
                complete(present).stream().collect(Collectors.toMap(Audience::id, Audience::version));
        return evaluated.stream()
                .filter(audience -> Objects.equals(versions.get(audience.id()), audience.version()))
                .toList();
    }

    private void awaitHeads() {
        ConsistencyToken heads = profiles.heads();
        applied.awaitWhileItMoves(heads, ProfilesUpstream.FEED);
    }
}
