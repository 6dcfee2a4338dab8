package io.onefold.segment.profiles;

import com.google.protobuf.MessageLite;
import io.onefold.segment.evaluation.EventFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A change of a profile, as far as audiences are concerned.
 *
 * @param previousVersion when the change is nothing but the events in {@code added}: the version to which they were added; else 0
 * @param exists false: the profile is no more, or none of its sources may create one
 * @param erased its person was erased: nothing of it may be kept, whatever else comes
 * @param added the events that were added, with what is needed of them
 * @param earliest the earliest event that was added, also when other things happened as well
 * @param received the item as it came
 */
public record ChangedProfile(
        String workspace,
        UUID profileId,
        long version,
        long previousVersion,
        Reason reason,
        boolean exists,
        boolean erased,
        Function<FactCodec, List<EventFact>> added,
        Optional<Instant> earliest,
        MessageLite received) {

    /** Why; of several the last in this list counts. */
    public enum Reason {
        EVENT,
        REBUILD,
        MERGE,
        SPLIT,
        ERASURE
    }

    public boolean isEventsOnly() {
        return previousVersion > 0;
    }
}
