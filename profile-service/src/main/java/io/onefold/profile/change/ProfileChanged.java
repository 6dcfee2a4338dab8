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
 * @param behaviours kinds of event that were added; empty on a merge, split or rebuild
 * @param traits names of the traits that changed; empty on a rebuild
 * @param earliest the earliest event time that was added; null on a merge or split
 * @param contact present when it changed and when the profile came to exist
 * @param added present when the change is nothing but events, and not too many
 * @param erased the person was erased
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
        @Nullable Contact contact,
        @Nullable Added added,
        boolean erased) {
    /** That a profile was a person who was erased: nothing else is said of it. */
    public static ProfileChanged erased(String workspace, UUID profileId, long version) {
        return new ProfileChanged(
                workspace,
                profileId,
                version,
                Cause.ERASURE,
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                true);
    }

    /** The version to which events were added, and the events as the timeline keeps them. */
    public record Added(long previousVersion, List<byte[]> events) {}

    /** Why a profile changed. */
    public enum Cause {
        EVENT,
        MERGE,
        SPLIT,
        ERASURE,
        REBUILD
    }
}
