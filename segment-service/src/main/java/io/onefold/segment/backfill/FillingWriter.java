package io.onefold.segment.backfill;

import io.onefold.kit.feed.LaneFailure;
import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.backfill.SetAsideStore.SetAside;
import io.onefold.segment.live.Evaluations;
import io.onefold.segment.membership.Clocks;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.membership.MembershipWriter;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.membership.Tried;
import io.onefold.segment.profiles.ErasureStore;
import io.onefold.segment.profiles.KnownProfile;
import io.onefold.segment.profiles.ProfileState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Evaluates profiles for audiences that are filled, and writes what comes out while the audiences are as they were evaluated. What fails
 * alone, and is no outage, is set aside with its reason.
 */
@ApplicationScoped
class FillingWriter {
    private static final Logger LOG = Logger.getLogger(FillingWriter.class);
    private static final String FILLED = "BACKFILLING";
    private static final String LIVE = "LIVE";

    private final FillingStore filling;
    private final SetAsideStore poison;
    private final ErasureStore erasures;
    private final Instants instants;
    private final Database database;
    private final MembershipWriter writer;

    FillingWriter(
            FillingStore filling,
            SetAsideStore poison,
            ErasureStore erasures,
            Instants instants,
            Database database,
            MembershipWriter writer) {
        this.filling = filling;
        this.poison = poison;
        this.erasures = erasures;
        this.instants = instants;
        this.database = database;
        this.writer = writer;
    }

    /** Gives the audiences that are still to be filled. */
    Set<UUID> write(String workspace, List<Audience> some, Collection<KnownProfile> rows) {
        try {
            return write(workspace, some, rows, FILLED);
        } catch (RuntimeException | Error failure) {
            if (LaneFailure.isAway(failure)) {
                throw failure;
            }
            LOG.warnf(failure, "%d profiles are evaluated one by one to find the one that fails", rows.size());
            rows.forEach(row -> writeOne(workspace, some, row));
            return database.transaction(tx -> filling.hold(tx, some, FILLED));
        }
    }

    private void writeOne(String workspace, List<Audience> some, KnownProfile row) {
        try {
            var unused = write(workspace, some, List.of(row), FILLED);
        } catch (RuntimeException | Error failure) {
            if (LaneFailure.isAway(failure)) {
                throw failure;
            }
            // It may fail for one of the audiences only.
            some.forEach(audience -> writeOrSetAside(workspace, audience, row));
        }
    }

    private void writeOrSetAside(String workspace, Audience audience, KnownProfile row) {
        try {
            var unused = write(workspace, List.of(audience), List.of(row), FILLED);
        } catch (RuntimeException | Error failure) {
            if (LaneFailure.isAway(failure)) {
                throw failure;
            }
            setAside(audience, row.profileId(), failure);
        }
    }

    void setAside(Audience audience, UUID profileId, Throwable failure) {
        LOG.errorf(failure, "profile %s is set aside in the filling of audience %s", profileId, audience.name());
        SetAside one = new SetAside(profileId, audience.id(), audience.version());
        database.inTransaction(tx -> {
            if (erasures.mayNote(tx, audience.workspace(), profileId)) {
                poison.setAside(tx, one, audience.workspace(), LaneFailure.reason(failure));
            }
        });
    }

    /** One that was set aside, also when the audience is live by now; false when the audience is not as it was evaluated any more. */
    boolean writeAgain(Audience audience, KnownProfile row) {
        return write(audience.workspace(), List.of(audience), List.of(row), FILLED, LIVE)
                .contains(audience.id());
    }

    private Set<UUID> write(String workspace, List<Audience> some, Collection<KnownProfile> rows, String... states) {
        Clocks clocks = instants.read();
        List<Evaluated> evaluated = new ArrayList<>();
        for (KnownProfile row : rows) {
            for (Audience audience : some) {
                // Also one that is no more: it may be a member still, of a rule that could not be read when it went.
                ProfileState state = row.of(audience.needs());
                evaluated.add(Evaluations.of(
                        audience,
                        state,
                        state.version(),
                        clocks.instantFor(workspace, state.profileId(), state.facts()),
                        new Origin.Filling()));
            }
        }
        Tried tried = writer.attempt(evaluated);
        return database.transaction(tx -> {
            Set<UUID> held = filling.hold(tx, some, states);
            var unused = writer.write(
                    tx, tried.only(one -> held.contains(one.subject().id())), any -> true);
            return held;
        });
    }
}
