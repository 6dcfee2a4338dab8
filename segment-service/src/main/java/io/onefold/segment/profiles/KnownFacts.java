package io.onefold.segment.profiles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.rule.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Facts of profiles that were read before, carried on by the events that the feed tells of: as long as nothing else happens to a profile,
 * its facts are not read again. They are what the profile-service knows at the version that they carry, so losing them loses nothing.
 */
@ApplicationScoped
public class KnownFacts {
    /** What an entry weighs besides its events. */
    private static final int ENTRY_WEIGHT = 4;

    private final ProfilesClient profiles;
    private final Cache<UUID, Known> known;

    private record Known(Needs needs, ProfileState state) {}

    /** @param events the most events that are kept, over all profiles */
    KnownFacts(
            ProfilesClient profiles,
            @ConfigProperty(name = "onefold.segment.known-events", defaultValue = "200000") long events) {
        this.profiles = profiles;
        this.known = Caffeine.newBuilder()
                .maximumWeight(events)
                .weigher((UUID id, Known one) ->
                        ENTRY_WEIGHT + one.state.facts().events().size())
                .build();
    }

    /** The facts of the profiles that changed, each at a version that contains its changes; these stand in the order of the feed. */
    public Map<UUID, ProfileState> after(List<ChangedProfile> changes, Needs needs) {
        Map<UUID, ProfileState> states = new HashMap<>();
        Map<UUID, List<ChangedProfile>> byProfile = new HashMap<>();
        changes.forEach(change -> byProfile
                .computeIfAbsent(change.profileId(), id -> new ArrayList<>())
                .add(change));
        List<UUID> unknown = new ArrayList<>();
        byProfile.forEach((id, some) ->
                carriedOn(id, some, needs).ifPresentOrElse(state -> states.put(id, state), () -> unknown.add(id)));
        states.putAll(read(unknown, needs));
        states.forEach((id, state) -> known.put(id, new Known(needs, state)));
        return states;
    }

    /**
     * The facts of some profiles, as they were last known here or as they are now.
     *
     * @param versions the least version of each
     */
    public Map<UUID, ProfileState> of(Map<UUID, Long> versions, Needs needs) {
        Map<UUID, ProfileState> states = new HashMap<>();
        List<UUID> unknown = new ArrayList<>();
        versions.forEach((id, version) -> recalled(id, needs)
                .filter(state -> state.version() >= version)
                .ifPresentOrElse(state -> states.put(id, state), () -> unknown.add(id)));
        Map<UUID, ProfileState> read = read(unknown, needs);
        read.forEach((id, state) -> known.put(id, new Known(needs, state)));
        states.putAll(read);
        return states;
    }

    private Map<UUID, ProfileState> read(List<UUID> ids, Needs needs) {
        return ids.isEmpty() ? Map.of() : profiles.facts(ids, needs);
    }

    private Optional<ProfileState> recalled(UUID id, Needs needs) {
        return Optional.ofNullable(known.getIfPresent(id))
                .filter(one -> one.needs.equals(needs))
                .map(Known::state);
    }

    private Optional<ProfileState> carriedOn(UUID id, List<ChangedProfile> changes, Needs needs) {
        ProfileState state = recalled(id, needs).orElse(null);
        if (state == null) {
            return Optional.empty();
        }
        Facts facts = state.facts();
        long version = state.version();
        for (ChangedProfile change : changes) {
            if (change.version() <= version) {
                continue;
            }
            if (change.previousVersion() != version || !facts.complete()) {
                return Optional.empty();
            }
            List<EventFact> added = change.added().apply(needs);
            facts = facts.and(added).keeping(needs::selects);
            version = change.version();
        }
        return Optional.of(new ProfileState(state.workspace(), id, version, state.exists(), facts));
    }
}
