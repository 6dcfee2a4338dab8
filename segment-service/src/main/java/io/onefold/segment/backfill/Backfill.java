package io.onefold.segment.backfill;

import com.google.common.collect.Iterables;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.feed.Wakeups.Topic;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.live.Timers;
import io.onefold.segment.membership.Emptying;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.membership.Leftovers;
import io.onefold.segment.profiles.KnownProfile;
import io.onefold.segment.profiles.ProfilesClient;
import io.onefold.segment.profiles.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Fills some audiences of a workspace by one scan, with the evaluator and the write of the live path, or empties one that is deleted.
 *
 * <p>The scan starts after the audiences' generation has committed. Whatever changes a profile is then either older than the scan's
 * snapshot, and in the scan; or newer, and then it comes down the feed to a batch that is evaluated with these audiences, since a batch
 * evaluated without them no longer commits. A profile that comes by both roads is decided by its version. So nobody falls between.
 *
 * <p>Safe to repeat, and safe on two replicas at once: what is written already changes nothing. Each write holds the audiences at the
 * versions that were evaluated, so nothing is written for one that has changed or is deleted meanwhile.
 */
@ApplicationScoped
class Backfill {
    private static final int ROWS = 500;

    private final Catalogs catalogs;
    private final AudienceStore audiences;
    private final ProfilesClient profiles;
    private final Instants instants;
    private final Timers timers;
    private final FillingWriter writer;
    private final Leftovers leftovers;
    private final Emptying emptying;
    private final Wakeups wakeups;

    Backfill(
            Catalogs catalogs,
            AudienceStore audiences,
            ProfilesClient profiles,
            Instants instants,
            Timers timers,
            FillingWriter writer,
            Leftovers leftovers,
            Emptying emptying,
            Wakeups wakeups) {
        this.catalogs = catalogs;
        this.audiences = audiences;
        this.profiles = profiles;
        this.instants = instants;
        this.timers = timers;
        this.writer = writer;
        this.leftovers = leftovers;
        this.emptying = emptying;
        this.wakeups = wakeups;
    }

    /** All audiences of a scan have changed or are deleted: the rest of it is of no use. */
    private static final class NobodyLeft extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Gives those that are complete by this; the others have changed, are deleted, or somebody else completed them.
     *
     * @param progressed told whenever some profiles are done
     */
    List<Audience> fill(String workspace, List<Audience> some, Runnable progressed) {
        catalogs.raise(workspace);
        Filling filling = new Filling(workspace, some, progressed);
        try {
            Wanted wanted = new Wanted(some.stream().map(Audience::needs).toList());
            profiles.scan(workspace, wanted, filling);
            some.stream().filter(audience -> audience.version() > 1).forEach(filling::takeLeftovers);
        } catch (NobodyLeft nobody) {
            return List.of();
        }
        // A tick may have come between the reading of a clock and the writing of a timer.
        timers.catchUp(workspace);
        List<Audience> completed = filling.left.stream()
                .filter(audience -> audiences.completed(audience.id(), audience.version(), filling.evaluated))
                .toList();
        // The catalogues hold the state: from here on the live path need not tell its own changes from the filling's.
        // Also
        // when somebody else completed it, who may have stopped before raising.
        catalogs.raise(workspace);
        wakeups.signal(Topic.PROGRESS);
        return completed;
    }

    /** One scan. Loses the audiences that are no longer to be filled. */
    private final class Filling implements ProfilesClient.Found {
        private final String workspace;
        private final List<Audience> left;
        private final Runnable progressed;
        private long evaluated;

        Filling(String workspace, List<Audience> some, Runnable progressed) {
            this.workspace = workspace;
            this.left = new ArrayList<>(some);
            this.progressed = progressed;
        }

        @Override
        public void take(Collection<KnownProfile> scanned) {
            Iterables.partition(scanned, ROWS).forEach(this::write);
            evaluated += scanned.size();
            left.forEach(audience -> audiences.progressed(audience.id(), audience.version(), evaluated));
        }

        /** Members whom the scan has not met, since they are no more: while a rule cannot be read nobody lets them leave. */
        void takeLeftovers(Audience audience) {
            if (left.contains(audience)) {
                leftovers.forEach(audience.id(), audience.version(), ids -> {
                    profiles.read(ids, Wanted.of(audience.needs()), new Leaving(audience));
                    progressed.run();
                });
            }
        }

        private void write(List<KnownProfile> rows) {
            keep(left, writer.write(workspace, left, rows));
            progressed.run();
        }

        /** Of some audiences only those are left that are as they were. */
        private void keep(List<Audience> some, Set<UUID> present) {
            left.removeAll(some.stream()
                    .filter(audience -> !present.contains(audience.id()))
                    .toList());
            if (left.isEmpty()) {
                throw new NobodyLeft();
            }
        }

        @Override
        public void unreadable(UUID profileId, RuntimeException failure) {
            left.forEach(audience -> writer.setAside(audience, profileId, failure));
        }

        /** Takes the leftovers of one audience. */
        private final class Leaving implements ProfilesClient.Found {
            private final List<Audience> only;

            Leaving(Audience audience) {
                this.only = List.of(audience);
            }

            @Override
            public void take(Collection<KnownProfile> some) {
                keep(only, writer.write(workspace, only, some));
            }

            @Override
            public void unreadable(UUID profileId, RuntimeException failure) {
                only.forEach(audience -> writer.setAside(audience, profileId, failure));
            }
        }
    }

    void empty(Audience audience) {
        // No batch that knows the audience commits from here on.
        catalogs.raise(audience.workspace());
        emptying.empty(audience.id(), audience.name(), instants.read().of(audience.workspace()));
        audiences.remove(audience.id());
        wakeups.signal(Topic.PROGRESS);
    }
}
