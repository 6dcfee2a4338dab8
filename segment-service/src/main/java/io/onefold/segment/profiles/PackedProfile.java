package io.onefold.segment.profiles;

import io.onefold.segment.rule.Needs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A profile as it is kept between two changes. */
final class PackedProfile {
    /** What an entry takes besides the bytes of its facts, about. */
    private static final int ENTRY_BYTES = 200;

    private final Wanted wanted;
    private final Optional<ProfileState> together;
    private final Map<Needs, ProfileState> apart;

    private PackedProfile(KnownProfile profile) {
        this.wanted = profile.wanted();
        this.together = profile.together().map(ProfileState::packed);
        this.apart = new HashMap<>();
        profile.apart().forEach((needs, state) -> apart.put(needs, state.packed()));
    }

    static PackedProfile of(KnownProfile profile) {
        return new PackedProfile(profile);
    }

    Wanted wanted() {
        return wanted;
    }

    int bytes() {
        long bytes = together.map(state -> state.packedFacts().size()).orElse(0);
        for (ProfileState state : apart.values()) {
            bytes += state.packedFacts().size();
        }
        return (int) Math.min(Integer.MAX_VALUE, ENTRY_BYTES + bytes);
    }

    /** @param asked equal to what is wanted, and the one that its caller goes on with: nothing keeps an older one alive */
    KnownProfile open(Wanted asked) {
        return together.map(state -> KnownProfile.together(asked, state))
                .orElseGet(() -> KnownProfile.apart(asked, apart));
    }
}
