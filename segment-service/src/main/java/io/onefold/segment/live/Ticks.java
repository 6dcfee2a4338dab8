package io.onefold.segment.live;

import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedItem;
import io.onefold.segment.membership.Clocks;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ticks of some batches, by partition and then by clock: a workspace, or empty for real time.
 *
 * @param first the first one of each
 * @param latest the last one of each
 */
record Ticks(Map<Integer, Map<String, Instant>> first, Map<Integer, Map<String, Instant>> latest) {

    static Ticks of(List<? extends FeedBatch<?>> batches) {
        Map<Integer, Map<String, Instant>> first = new HashMap<>();
        Map<Integer, Map<String, Instant>> latest = new HashMap<>();
        for (FeedBatch<?> batch : batches) {
            for (FeedItem<?> item : batch.items()) {
                if (item instanceof FeedItem.Tick<?> tick) {
                    // To the microsecond, as everything else that is kept.
                    Instant time = tick.time().truncatedTo(ChronoUnit.MICROS);
                    first.computeIfAbsent(batch.partition(), partition -> new HashMap<>())
                            .putIfAbsent(tick.workspace(), time);
                    latest.computeIfAbsent(batch.partition(), partition -> new HashMap<>())
                            .put(tick.workspace(), time);
                }
            }
        }
        return new Ticks(first, latest);
    }

    boolean isEmpty() {
        return latest.isEmpty();
    }

    /** The workspaces whose own clock comes down a partition for the first time, and where it stands then. */
    Map<String, Instant> begun(Clocks before) {
        Map<String, Instant> begun = new HashMap<>();
        first.forEach((partition, clocks) -> clocks.forEach((clock, time) -> {
            if (!clock.equals(Clocks.REAL_TIME) && !before.hasTicked(clock, partition)) {
                begun.merge(clock, time, (one, other) -> one.isBefore(other) ? one : other);
            }
        }));
        return begun;
    }

    /** The partitions that come to the same instant of the same clock: mostly all of them. */
    Map<Tick, SortedSet<Integer>> together() {
        Map<Tick, SortedSet<Integer>> together = new TreeMap<>();
        latest.forEach((partition, clocks) ->
                clocks.forEach((clock, time) -> together.computeIfAbsent(new Tick(clock, time), tick -> new TreeSet<>())
                        .add(partition)));
        return together;
    }

    /** A clock that stands at an instant. */
    record Tick(String clock, Instant time) implements Comparable<Tick> {
        @Override
        public int compareTo(Tick other) {
            int byTime = time.compareTo(other.time);
            return byTime != 0 ? byTime : clock.compareTo(other.clock);
        }
    }
}
