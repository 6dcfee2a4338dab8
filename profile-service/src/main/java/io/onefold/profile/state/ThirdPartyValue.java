package io.onefold.profile.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a third party provided with one event, live from the event's time, that included, and before the expiry.
 *
 * @param attributes a JSON object
 * @param expireTime null: without end
 */
public record ThirdPartyValue(
        String provider, String attributes, @Nullable Instant expireTime) {
    public boolean isLive(Stamp since, Instant clock) {
        return !clock.isBefore(since.time()) && (expireTime == null || clock.isBefore(expireTime));
    }

    /** An event is filed once: both sides of a merge can only hold the same row. */
    static ThirdPartyValue same(ThirdPartyValue a, ThirdPartyValue b) {
        if (!a.equals(b)) {
            throw new IllegalStateException("one event brought two third-party rows");
        }
        return a;
    }
}
