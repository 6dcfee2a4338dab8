package io.onefold.profile.rebuild;

import io.onefold.domain.Identifier;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.NewItem;
import io.onefold.kit.feed.Version;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.change.Contact;
import io.onefold.profile.change.ProfileChangeCodec;
import io.onefold.profile.change.ProfileChanged;
import io.onefold.profile.projection.MemberStore;
import io.onefold.profile.projection.ProfileStore;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.StateCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes profiles that were derived anew, at their next version, and tells everybody downstream. */
@ApplicationScoped
class RebuiltProfiles {
    private static final Logger LOG = Logger.getLogger(RebuiltProfiles.class);

    private final ProfileWalkStore walk;
    private final ProfileStore profiles;
    private final MemberStore members;
    private final FeedLog feed;
    private final FeedEpoch epoch;

    RebuiltProfiles(ProfileWalkStore walk, ProfileStore profiles, MemberStore members, FeedLog feed, FeedEpoch epoch) {
        this.walk = walk;
        this.profiles = profiles;
        this.members = members;
        this.feed = feed;
        this.epoch = epoch;
    }

    /** A profile as it was kept, and what is right. */
    record Rebuilt(KeptProfile before, boolean known, ProfileState state) {}

    void write(Transaction tx, List<Rebuilt> rebuilt) {
        profiles.write(
                tx,
                rebuilt.stream()
                        .map(one -> one.before.with(one.known, one.state, next(one.before)))
                        .toList());
        Map<UUID, List<Identifier>> identifiers = members.identifiers(
                tx, rebuilt.stream().map(one -> one.before.id()).toList());
        announce(
                tx,
                rebuilt.stream()
                        .filter(one -> one.before.existing() || one.state.exists())
                        .map(one -> item(one.before, one.state.exists(), one.state, identifiers))
                        .toList());
    }

    /** What belongs to the profiles is another than before; what is kept of their states is looked at later. */
    void announceKept(Transaction tx, List<KeptProfile> kept) {
        Map<UUID, Long> versions = new HashMap<>();
        kept.forEach(one -> versions.put(one.id(), next(one)));
        walk.raise(tx, versions);
        Map<UUID, List<Identifier>> identifiers =
                members.identifiers(tx, kept.stream().map(KeptProfile::id).toList());
        announce(
                tx,
                kept.stream()
                        .filter(KeptProfile::existing)
                        .map(one -> item(one, true, readable(one).orElse(null), identifiers))
                        .toList());
    }

    /** One that is spoilt says nothing: the profile is told once more when its state has been derived anew. */
    private static Optional<ProfileState> readable(KeptProfile kept) {
        try {
            return Optional.of(StateCodec.decode(kept.state()));
        } catch (RuntimeException spoilt) {
            LOG.infof(
                    "the state of profile %s cannot be read, and will be derived anew: %s",
                    kept.id(), spoilt.getMessage());
            return Optional.empty();
        }
    }

    private long next(KeptProfile kept) {
        return Version.after(kept.version(), epoch.present());
    }

    private NewItem item(
            KeptProfile kept, boolean exists, @Nullable ProfileState state, Map<UUID, List<Identifier>> identifiers) {
        return ProfileChangeCodec.item(new ProfileChanged(
                kept.workspace(),
                kept.id(),
                next(kept),
                ProfileChanged.Cause.REBUILD,
                exists,
                kept.resolvesTo(),
                List.of(),
                List.of(),
                List.of(),
                null,
                state == null ? null : Contact.of(state, identifiers.getOrDefault(kept.id(), List.of())),
                null,
                false));
    }

    private void announce(Transaction tx, List<NewItem> items) {
        if (!items.isEmpty()) {
            var unused = feed.append(tx, new ArrayList<>(items));
        }
    }
}
