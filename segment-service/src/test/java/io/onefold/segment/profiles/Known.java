package io.onefold.segment.profiles;

import java.util.List;
import java.util.Optional;

/** What is known of a profile, for tests of other packages. */
public final class Known {
    private Known() {}

    /** As it is when it was just read. */
    public static KnownProfile read(Wanted wanted, ProfileState state) {
        return KnownProfile.together(wanted, state);
    }

    /** Packed, unpacked and carried on by changes, unless these do not say all that happened since. */
    public static Optional<KnownProfile> after(KnownProfile known, List<ChangedProfile> changes) {
        return PackedProfile.of(known).open(known.wanted()).after(changes);
    }
}
