package io.onefold.launcher.status;

import io.onefold.devstack.Scrape;
import io.onefold.launcher.running.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What two looks at a service's metrics tell, one a little after the other.
 *
 * @param rate of what the service works on, per second; empty when it was started anew between the looks
 * @param unit what is counted
 * @param lag items that are known to wait in the feeds which it reads
 * @param behind how long ago everything was accepted that the service contains for sure, in seconds; empty for one that reads no clock
 * @param troubles what somebody should look at; none is best
 */
public record Sight(OptionalDouble rate, String unit, long lag, OptionalDouble behind, List<String> troubles) {
    private static final String ITEMS = "onefold_feed_items_total";

    public Sight {
        troubles = List.copyOf(troubles);
    }

    /** @param between how long after the first look the second one was */
    public static Sight of(ServiceKind kind, Scrape first, Scrape second, Duration between) {
        String counter = switch (kind) {
            case INGESTION -> "onefold_ledger_received_events_total";
            case IDENTITY -> "onefold_identity_resolved_records_total";
            case PROFILE, SEGMENT, ACTIVATION -> ITEMS;
        };
        String unit = switch (kind) {
            case INGESTION -> "events/s";
            case IDENTITY -> "records/s";
            case PROFILE, SEGMENT, ACTIVATION -> "items/s";
        };
        double counted = second.sum(counter) - first.sum(counter);
        return new Sight(
                counted < 0 ? OptionalDouble.empty() : OptionalDouble.of(counted * 1e9 / between.toNanos()),
                unit,
                (long) second.sum("onefold_feed_lag_items"),
                later(second.max("onefold_feed_clock_age_seconds"), second.max("onefold_feed_lag_seconds")),
                troubles(second));
    }

    private static OptionalDouble later(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(Math.max(one.getAsDouble(), other.getAsDouble()))
                : one.isPresent() ? one : other;
    }

    private static List<String> troubles(Scrape scrape) {
        return Stream.of(Trouble.values())
                .flatMap(trouble -> trouble.in(scrape).stream())
                .toList();
    }
}
