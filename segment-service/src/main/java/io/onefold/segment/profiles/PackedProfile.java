package io.onefold.segment.profiles;

import io.onefold.segment.rule.Needs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A profile as it is kept between two changes. */
final class PackedProfile {
    /** What an entry takes besides its readings, and a reading besides the bytes of its facts, about. */
    private static final int ENTRY_BYTES = 150;

    private static final int READING_BYTES = 150;

    private final Wanted wanted;
    private final Optional<ProfileState> together;
    private final Map<Needs, ProfileState> apart;

    private PackedProfile(KnownProfile profile) {
        this.wanted = profile.wanted();
        this.together = profile.together().map(ProfileState::packed);
        Map<Needs, ProfileState> packed = new HashMap<>();
        profile.apart().forEach((needs, state) -> packed.put(needs, state.packed()));
        this.apart = Map.copyOf(packed);
    }

    static PackedProfile of(KnownProfile profile) {
        return new PackedProfile(profile);
    }

    Wanted wanted() {
        return wanted;
    }

    int bytes() {
        long bytes = together.map(PackedProfile::bytes).orElse(0);
        for (ProfileState state : apart.values()) {
            bytes += bytes(state);
        }
        return (int) Math.min(Integer.MAX_VALUE, ENTRY_BYTES + bytes);
    }

    private static int bytes(ProfileState reading) {
        return READING_BYTES + reading.packedFacts().size();
    }

    /** @param asked equal to what is wanted, and the one that its caller goes on with: nothing keeps an older one alive */
    KnownProfile open(Wanted asked) {
        return together.map(state -> KnownProfile.together(asked, state))
                .orElseGet(() -> KnownProfile.apart(asked, apart));
    }
}
