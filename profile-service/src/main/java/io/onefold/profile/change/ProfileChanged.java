package io.onefold.profile.change;

import io.onefold.profile.state.BehaviourKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A profile changed.
 *
 * @param resolvesTo where its id leads when it is no more
 * @param absorbed ids that lead to it since this change
 * @param behaviours kinds of event that were added; empty on a merge or split
 * @param traits names of the traits that changed
 * @param earliest the earliest event time that was added; null on a merge or split
 * @param contact present when it changed and when the profile came to exist
 */
public record ProfileChanged(
        String workspace,
        UUID profileId,
        long version,
        Cause cause,
        boolean exists,
        @Nullable UUID resolvesTo,
        List<UUID> absorbed,
        Collection<BehaviourKey> behaviours,
        Collection<String> traits,
        @Nullable Instant earliest,
        @Nullable Contact contact) {

    /** Why a profile changed. */
    public enum Cause {
        EVENT,
        MERGE,
        SPLIT
    }
}
