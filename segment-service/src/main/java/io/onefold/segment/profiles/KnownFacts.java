package io.onefold.segment.profiles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Facts of profiles that were read before, carried on by the events that the feed tells of: as long as nothing else happens to a profile,
 * its facts are not read again. They are what the profile-service knows at the version that they carry, so losing them loses nothing.
 */
@ApplicationScoped
public class KnownFacts {
    private final ProfilesClient profiles;
    private final Cache<UUID, PackedProfile> known;

    KnownFacts(ProfilesClient profiles, ProfilesConfig config) {
        this.profiles = profiles;
        this.known = Caffeine.newBuilder()
                .maximumWeight(config.knownFacts().asLongValue())
                .weigher((UUID id, PackedProfile one) -> one.bytes())
                .build();
    }

    /** The profiles that changed, each at a version that contains its changes; these stand in the order of the feed. */
    public Map<UUID, KnownProfile> after(List<ChangedProfile> changes, Wanted wanted) {
        Map<UUID, List<ChangedProfile>> byProfile = new HashMap<>();
        changes.forEach(change -> byProfile
                .computeIfAbsent(change.profileId(), id -> new ArrayList<>())
                .add(change));
        LastLook look = new LastLook();
        Map<UUID, KnownProfile> present = new HashMap<>();
        List<UUID> unknown = new ArrayList<>();
        byProfile.forEach((id, some) -> recalled(id, wanted)
                .flatMap(one -> one.after(some))
                .map(one -> one.packed(look))
                .ifPresentOrElse(one -> present.put(id, one), () -> unknown.add(id)));
        read(unknown, wanted).forEach((id, one) -> present.put(id, one.packed(look)));
        keep(present);
        return present;
    }

    /**
     * Some profiles, as they were last known here or as they are now.
     *
     * @param versions the least version of each
     */
    public Map<UUID, KnownProfile> of(Map<UUID, Long> versions, Wanted wanted) {
        LastLook look = new LastLook();
        Map<UUID, KnownProfile> present = new HashMap<>();
        List<UUID> unknown = new ArrayList<>();
        versions.forEach((id, version) -> recalled(id, wanted)
                .filter(one -> one.version() >= version)
                .ifPresentOrElse(one -> present.put(id, one.packed(look)), () -> unknown.add(id)));
        Map<UUID, KnownProfile> read = new HashMap<>();
        read(unknown, wanted).forEach((id, one) -> read.put(id, one.packed(look)));
        keep(read);
        present.putAll(read);
        return present;
    }

    /** A profile of which something could not be read, read once more. */
    public KnownProfile again(UUID profileId, Wanted wanted) {
        known.invalidate(profileId);
        profiles.tryAgain(profileId);
        Map<UUID, KnownProfile> read = read(List.of(profileId), wanted);
        keep(read);
        return Objects.requireNonNull(read.get(profileId), () -> "no facts of profile " + profileId);
    }

    /** What is known of these is too old: they are read anew when they are asked for. */
    public void forget(Collection<UUID> profileIds) {
        known.invalidateAll(profileIds);
    }

    private Map<UUID, KnownProfile> read(List<UUID> ids, Wanted wanted) {
        return ids.isEmpty() ? Map.of() : profiles.facts(ids, wanted);
    }

    private void keep(Map<UUID, KnownProfile> present) {
        present.forEach((id, one) -> {
            if (profiles.isUnreadable(id)) {
                known.invalidate(id);
            } else {
                known.put(id, PackedProfile.of(one));
            }
        });
    }

    private Optional<KnownProfile> recalled(UUID id, Wanted wanted) {
        return Optional.ofNullable(known.getIfPresent(id))
                .filter(one -> one.wanted().equals(wanted))
                .map(one -> one.open(wanted));
    }
}
