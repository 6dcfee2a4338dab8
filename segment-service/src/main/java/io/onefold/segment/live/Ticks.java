package io.onefold.segment.live;

import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedItem;
import io.onefold.segment.membership.Instants;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest tick of each clock in some batches.
 *
 * @param byPartition by partition, then by clock: a workspace, or empty for real time
 */
record Ticks(Map<Integer, Map<String, Instant>> byPartition) {

    static Ticks of(List<? extends FeedBatch<?>> batches) {
        Map<Integer, Map<String, Instant>> ticks = new HashMap<>();
        for (FeedBatch<?> batch : batches) {
            for (FeedItem<?> item : batch.items()) {
                if (item instanceof FeedItem.Tick<?> tick) {
                    ticks.computeIfAbsent(batch.partition(), partition -> new HashMap<>())
                            .put(tick.workspace(), tick.time());
                }
            }
        }
        return new Ticks(ticks);
    }

    /** Of the clock that drives a workspace. */
    Optional<Instant> latest(int partition, String workspace, Instants.Clocks clocks) {
        Map<String, Instant> ticks = byPartition.getOrDefault(partition, Map.of());
        boolean own = ticks.containsKey(workspace) || clocks.byWorkspace().containsKey(workspace);
        return Optional.ofNullable(ticks.get(own ? workspace : Instants.REAL_TIME));
    }
}
