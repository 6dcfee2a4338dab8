package io.onefold.segment.profiles;

import com.google.protobuf.Timestamp;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.type.v1.Event;
import io.onefold.segment.evaluation.EventFact;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes of profiles out of their proto. */
final class ChangeCodec {
    private ChangeCodec() {}

    static ChangedProfile read(ProfileChange change) {
        return new ChangedProfile(
                change.getWorkspace(),
                UUID.fromString(change.getProfileId()),
                change.getVersion(),
                change.getPreviousVersion(),
                reason(change.getCause()),
                change.getExists(),
                change.getErased(),
                new Added(change.getEventsList()),
                change.hasEarliestEventTime() ? Optional.of(instant(change.getEarliestEventTime())) : Optional.empty(),
                change);
    }

    private static ChangedProfile.Reason reason(ProfileChange.Cause cause) {
        return switch (cause) {
            case CAUSE_MERGE -> ChangedProfile.Reason.MERGE;
            case CAUSE_SPLIT -> ChangedProfile.Reason.SPLIT;
            case CAUSE_ERASURE -> ChangedProfile.Reason.ERASURE;
            case CAUSE_REBUILD -> ChangedProfile.Reason.REBUILD;
            case CAUSE_EVENT, CAUSE_UNSPECIFIED, UNRECOGNIZED -> ChangedProfile.Reason.EVENT;
        };
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MICROS);
    }

    /** The events of a change, read once by the same codec: the batch is evaluated by one thread, at one catalogue. */
    private static final class Added implements Function<FactCodec, List<EventFact>> {
        private final List<Event> events;
        private @Nullable FactCodec codec;
        private List<EventFact> facts = List.of();

        Added(List<Event> events) {
            this.events = events;
        }

        @Override
        public List<EventFact> apply(FactCodec wanted) {
            if (wanted != codec) {
                facts = wanted.events(events);
                codec = wanted;
            }
            return facts;
        }
    }
}
