package io.onefold.segment.evaluation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * That an event is a third-party row; its attributes are the event's traits.
 *
 * @param expireTime the row is live before it; empty: without end. To the microsecond
 */
public record ThirdPartyFact(String provider, Optional<Instant> expireTime) {
    public ThirdPartyFact {
        expireTime = expireTime.map(time -> time.truncatedTo(ChronoUnit.MICROS));
    }
}
