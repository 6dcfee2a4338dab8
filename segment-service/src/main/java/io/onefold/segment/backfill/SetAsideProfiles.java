package io.onefold.segment.backfill;

import io.onefold.kit.feed.LaneFailure;
import io.onefold.kit.sql.Database;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.backfill.SetAsideStore.SetAside;
import io.onefold.segment.live.Timers;
import io.onefold.segment.profiles.KnownProfile;
import io.onefold.segment.profiles.ProfilesClient;
import io.onefold.segment.profiles.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tries again what fillings have set aside. */
@ApplicationScoped
class SetAsideProfiles {
    private static final int AT_ONCE = 100;

    private final Database database;
    private final SetAsideStore store;
    private final AudienceStore audiences;
    private final ProfilesClient profiles;
    private final FillingWriter writer;
    private final Timers timers;

    SetAsideProfiles(
            Database database,
            SetAsideStore store,
            AudienceStore audiences,
            ProfilesClient profiles,
            FillingWriter writer,
            Timers timers) {
        this.database = database;
        this.store = store;
        this.audiences = audiences;
        this.profiles = profiles;
        this.writer = writer;
        this.timers = timers;
    }

    void tryAgain() {
        List<SetAside> some = database.snapshot(tx -> store.some(tx, AT_ONCE));
        some.forEach(this::tryAgain);
    }

    private void tryAgain(SetAside one) {
        Optional<Audience> audience = audiences
                .byId(one.audienceId())
                .filter(present -> present.version() == one.version() && !present.isDeleting());
        try {
            // Of what is deleted or has another version nothing is left to do; what cannot be read now waits.
            if (audience.isEmpty() || (audience.get().readable() && evaluate(audience.get(), one.profileId()))) {
                database.inTransaction(tx -> store.takeBack(tx, one));
            }
        } catch (RuntimeException | Error failure) {
            if (LaneFailure.isAway(failure)) {
                throw failure;
            }
            audience.ifPresent(present -> writer.setAside(present, one.profileId(), failure));
        }
    }

    /** False when the audience has changed meanwhile: then it is looked at once more. */
    private boolean evaluate(Audience audience, UUID profileId) {
        Map<UUID, KnownProfile> known = profiles.facts(Set.of(profileId), Wanted.of(audience.needs()));
        boolean written = known.values().stream().allMatch(profile -> writer.writeAgain(audience, profile));
        timers.catchUp(audience.workspace());
        return written;
    }
}
