package io.onefold.profile.state;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;

/**
 * All events of one kind.
 *
 * @param last the latest event
 * @param lastProperties its scalar properties, a JSON object
 * @param sums exact sums of the measured properties
 */
public record BehaviourValue(
        long count, Instant firstTime, Stamp last, String lastProperties, SortedMap<String, BigDecimal> sums) {
    static BehaviourValue both(BehaviourValue a, BehaviourValue b) {
        BehaviourValue later = a.last.compareTo(b.last) >= 0 ? a : b;
        return new BehaviourValue(
                a.count + b.count,
                a.firstTime.isBefore(b.firstTime) ? a.firstTime : b.firstTime,
                later.last,
                later.lastProperties,
                Maps.union(a.sums, b.sums, BigDecimal::add));
    }
}
