package io.onefold.profile.rebuild;

import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.Span;
import io.onefold.profile.state.StateCodec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A profile's row as it stands: what is derived in it may be anything. */
record KeptProfile(
        UUID id,
        String workspace,
        long version,
        long identityVersion,
        boolean existing,
        boolean known,
        @Nullable UUID resolvesTo,
        boolean erased,
        long eventCount,
        long enrichingEventCount,
        @Nullable Instant lastEventTime,
        byte[] state) {

    /** The row with what is derived anew, at another version. */
    ProfileRow with(boolean isKnown, ProfileState derived, long nextVersion) {
        return new ProfileRow(id, workspace, nextVersion, identityVersion, isKnown, resolvesTo, erased, derived);
    }

    /** Whether everything that is derived in it is as that. */
    boolean says(boolean isKnown, ProfileState derived) {
        Span span = derived.span();
        return existing == derived.exists()
                && known == isKnown
                && eventCount == derived.eventCount()
                && enrichingEventCount == derived.enrichingEventCount()
                && Objects.equals(lastEventTime, span == null ? null : span.last())
                && Arrays.equals(state, StateCodec.encode(derived));
    }
}
