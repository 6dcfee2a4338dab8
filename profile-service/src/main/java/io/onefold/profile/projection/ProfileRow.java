package io.onefold.profile.projection;

import io.onefold.profile.state.ProfileState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A profile as it is kept.
 *
 * @param identityVersion the version of the latest change of identity that named it
 * @param known whether it holds an identifier that is more than a device's
 * @param resolvesTo where its id leads when it is no more; null: to itself
 * @param erased it was a person who was erased
 */
public record ProfileRow(
        UUID id,
        String workspace,
        long version,
        long identityVersion,
        boolean known,
        @Nullable UUID resolvesTo,
        boolean erased,
        ProfileState state) {
    public boolean exists() {
        return state.exists();
    }
}
