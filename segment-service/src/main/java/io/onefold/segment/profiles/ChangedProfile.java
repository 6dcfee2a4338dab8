package io.onefold.segment.profiles;

import com.google.protobuf.ByteString;
import io.onefold.segment.rule.EventSelector;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A change of a profile, as far as audiences are concerned.
 *
 * @param touched the kinds of event that were added
 * @param touchesAll true when anything may have changed: a merge, a split, a profile that came or went
 * @param earliest the earliest event time that was added
 * @param received the item as it came
 */
public record ChangedProfile(
        String workspace,
        UUID profileId,
        long version,
        Reason reason,
        Set<EventSelector> touched,
        boolean touchesAll,
        Optional<Instant> earliest,
        ByteString received) {

    /** Why; of several the last in this list counts. */
    public enum Reason {
        EVENT,
        MERGE,
        SPLIT
    }
}
