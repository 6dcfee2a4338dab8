package io.onefold.segment.profiles;

import io.onefold.segment.rule.Needs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A profile as it is kept between two changes. */
final class PackedProfile {
    /** What an entry takes besides the bytes of its facts, about. */
    private static final int ENTRY_BYTES = 200;

    private final Wanted wanted;
    private final Optional<Reading> together;
    private final Map<Needs, Reading> apart = new HashMap<>();

    /** A profile at a version; its facts are packed. */
    private record Reading(String workspace, UUID profileId, long version, boolean exists, PackedFacts facts) {
        static Reading of(ProfileState state) {
            return new Reading(
                    state.workspace(),
                    state.profileId(),
                    state.version(),
                    state.exists(),
                    PackedFacts.of(state.facts()));
        }

        ProfileState unpack() {
            return new ProfileState(workspace, profileId, version, exists, facts.unpack());
        }
    }

    private PackedProfile(KnownProfile profile) {
        this.wanted = profile.wanted();
        this.together = profile.together().map(Reading::of);
        profile.apart().forEach((needs, state) -> apart.put(needs, Reading.of(state)));
    }

    static PackedProfile of(KnownProfile profile) {
        return new PackedProfile(profile);
    }

    Wanted wanted() {
        return wanted;
    }

    int bytes() {
        long bytes = together.map(reading -> reading.facts.size()).orElse(0);
        for (Reading reading : apart.values()) {
            bytes += reading.facts.size();
        }
        return (int) Math.min(Integer.MAX_VALUE, ENTRY_BYTES + bytes);
    }

    KnownProfile unpack() {
        if (together.isPresent()) {
            return KnownProfile.together(wanted, together.get().unpack());
        }
        Map<Needs, ProfileState> readings = new HashMap<>();
        apart.forEach((needs, reading) -> readings.put(needs, reading.unpack()));
        return KnownProfile.apart(wanted, readings);
    }
}
