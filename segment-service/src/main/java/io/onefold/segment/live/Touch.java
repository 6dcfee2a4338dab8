package io.onefold.segment.live;

import io.onefold.segment.audience.Audience;
import io.onefold.segment.profiles.ChangedProfile;
import io.onefold.segment.rule.EventSelector;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** All changes of one profile in a batch: they are evaluated once. */
record Touch(
        String workspace,
        UUID profileId,
        long version,
        ChangedProfile.Reason reason,
        Set<EventSelector> behaviours,
        boolean everything,
        Optional<Instant> earliest) {

    static Touch of(ChangedProfile change) {
        return new Touch(
                change.workspace(),
                change.profileId(),
                change.version(),
                change.reason(),
                change.touched(),
                change.touchesAll(),
                change.earliest());
    }

    Touch and(Touch other) {
        Set<EventSelector> both = new HashSet<>(behaviours);
        both.addAll(other.behaviours);
        return new Touch(
                workspace,
                profileId,
                Math.max(version, other.version),
                reason.compareTo(other.reason) >= 0 ? reason : other.reason,
                both,
                everything || other.everything,
                Stream.concat(earliest.stream(), other.earliest.stream()).min(Instant::compareTo));
    }

    /** The audiences whose value it can change. */
    List<Audience> among(List<Audience> audiences) {
        return everything
                ? audiences
                : audiences.stream()
                        .filter(audience -> !Collections.disjoint(audience.mentions(), behaviours))
                        .toList();
    }
}
