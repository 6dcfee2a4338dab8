package io.onefold.segment.profiles;

import com.google.protobuf.Timestamp;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.profile.v1.TouchedBehaviour;
import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.EventType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes of profiles out of their proto. */
final class ChangeCodec {
    private static final String TYPE_PREFIX = "EVENT_TYPE_";

    private ChangeCodec() {}

    static ChangedProfile read(ProfileChange change) {
        ChangedProfile.Reason reason = reason(change.getCause());
        // A contact is present when a profile comes to exist, and with it everything that enriched it before counts.
        boolean touchesAll = reason != ChangedProfile.Reason.EVENT || !change.getExists() || change.hasContact();
        Set<EventSelector> touched = change.getBehavioursList().stream()
                .flatMap(ChangeCodec::selector)
                .collect(Collectors.toSet());
        return new ChangedProfile(
                change.getWorkspace(),
                UUID.fromString(change.getProfileId()),
                change.getVersion(),
                reason,
                touched,
                touchesAll,
                change.hasEarliestEventTime() ? Optional.of(instant(change.getEarliestEventTime())) : Optional.empty(),
                change.toByteString());
    }

    private static ChangedProfile.Reason reason(ProfileChange.Cause cause) {
        return switch (cause) {
            case CAUSE_MERGE -> ChangedProfile.Reason.MERGE;
            case CAUSE_SPLIT -> ChangedProfile.Reason.SPLIT;
            case CAUSE_EVENT, CAUSE_UNSPECIFIED, UNRECOGNIZED -> ChangedProfile.Reason.EVENT;
        };
    }

    /** A type that this version does not know is in no rule of it either. */
    private static Stream<EventSelector> selector(TouchedBehaviour touched) {
        String type = touched.getType().name();
        return Arrays.stream(EventType.values())
                .filter(known -> type.equals(TYPE_PREFIX + known.name()))
                .map(known -> new EventSelector(known, touched.getName()));
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
