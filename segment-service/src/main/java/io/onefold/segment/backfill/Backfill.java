package io.onefold.segment.backfill;

import com.google.common.collect.Lists;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.live.Evaluations;
import io.onefold.segment.membership.Emptying;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.membership.MembershipWriter;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.profiles.ProfileState;
import io.onefold.segment.profiles.ProfilesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fills one audience, with the evaluator and the write of the live path, or empties one that is deleted.
 *
 * <p>The scan starts after the audience's generation has committed. Whatever changes a profile is then either older than the scan's
 * snapshot, and in the scan; or newer, and then it comes down the feed to a batch that is evaluated with this audience, since a batch
 * evaluated without it no longer commits. A profile that comes by both roads is decided by its version. So nobody falls between.
 *
 * <p>Safe to repeat, and safe on two replicas at once: what is written already changes nothing. Each write holds the audience at the
 * version that was evaluated, so nothing is written for one that has changed or is deleted meanwhile.
 */
@ApplicationScoped
class Backfill {
    private static final int ROWS = 500;

    private final Catalogs catalogs;
    private final AudienceStore audiences;
    private final FillingStore filling;
    private final ProfilesClient profiles;
    private final Instants instants;
    private final Database database;
    private final MembershipWriter writer;
    private final Emptying emptying;
    private final Wakeups wakeups;

    Backfill(
            Catalogs catalogs,
            AudienceStore audiences,
            FillingStore filling,
            ProfilesClient profiles,
            Instants instants,
            Database database,
            MembershipWriter writer,
            Emptying emptying,
            Wakeups wakeups) {
        this.catalogs = catalogs;
        this.audiences = audiences;
        this.filling = filling;
        this.profiles = profiles;
        this.instants = instants;
        this.database = database;
        this.writer = writer;
        this.emptying = emptying;
        this.wakeups = wakeups;
    }

    /** Gives false when somebody else completed it, or the audience has changed. */
    boolean fill(Audience audience) {
        catalogs.raise(audience.workspace());
        AtomicLong evaluated = new AtomicLong();
        profiles.scan(audience.workspace(), audience.needs(), states -> {
            Lists.partition(states, ROWS).forEach(some -> write(audience, some));
            audiences.progressed(audience.id(), audience.version(), evaluated.addAndGet(states.size()));
        });
        boolean completed = audiences.completed(audience.id(), audience.version(), evaluated.get());
        // The catalogues hold the state: from here on the live path need not tell its own changes from the filling's. Also
        // when somebody else completed it, who may have stopped before raising.
        catalogs.raise(audience.workspace());
        wakeups.signal();
        return completed;
    }

    private void write(Audience audience, List<ProfileState> states) {
        Instants.Clocks clocks = instants.read();
        List<Evaluated> evaluated = states.stream()
                .filter(ProfileState::exists)
                .map(state -> Evaluations.of(
                        audience,
                        state,
                        state.version(),
                        clocks.instantFor(audience.workspace(), state.facts()),
                        new Origin.Filling()))
                .toList();
        database.inTransaction(tx -> {
            filling.requirePresent(tx, audience);
            writer.write(tx, evaluated, any -> true);
        });
        wakeups.signal();
    }

    void empty(Audience audience) {
        // No batch that knows the audience commits from here on.
        catalogs.raise(audience.workspace());
        emptying.empty(audience.id(), audience.name(), instants.read().of(audience.workspace()));
        audiences.remove(audience.id());
        wakeups.signal();
    }
}
