package io.onefold.identity.resolve;

import java.time.Instant;

/** From the earliest to the latest event time. */
record TimeSpan(Instant first, Instant last) {

    boolean covers(TimeSpan other) {
        return !other.first.isBefore(first) && !other.last.isAfter(last);
    }

    TimeSpan and(TimeSpan other) {
        return new TimeSpan(
                first.isBefore(other.first) ? first : other.first, last.isAfter(other.last) ? last : other.last);
    }
}
