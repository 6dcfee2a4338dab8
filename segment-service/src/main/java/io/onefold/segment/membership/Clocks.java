package io.onefold.segment.membership;

import io.onefold.domain.Bucket;
import io.onefold.kit.feed.Partitions;
import io.onefold.segment.evaluation.Facts;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The clocks that came down the feed of profiles. A workspace that has ticked once, in whatever partition, lives on a clock of its own and
 * never again in real time.
 *
 * @param ticks the latest of each clock in each partition that it came down; real time under {@link #REAL_TIME}
 */
public record Clocks(Partitions partitions, Map<String, Map<Integer, Instant>> ticks) {
    /** The clock of every workspace that has none of its own. */
    public static final String REAL_TIME = "";

    public Clocks {
        ticks = Map.copyOf(ticks);
    }

    /** Whether the workspace has a clock of its own. */
    public boolean isOwner(String workspace) {
        return ticks.containsKey(workspace);
    }

    /** The workspaces that have a clock of their own. */
    public Set<String> owners() {
        Set<String> owners = new TreeSet<>(ticks.keySet());
        owners.remove(REAL_TIME);
        return owners;
    }

    /** Whether a clock has come down a partition. */
    public boolean hasTicked(String clock, int partition) {
        return ticks.getOrDefault(clock, Map.of()).containsKey(partition);
    }

    /** Those of some workspaces that a clock drives. */
    public Set<String> drivenBy(String clock, Set<String> workspaces) {
        Set<String> driven = new TreeSet<>(workspaces);
        driven.removeIf(workspace -> !driverOf(workspace).equals(clock));
        return driven;
    }

    private String driverOf(String workspace) {
        return isOwner(workspace) ? workspace : REAL_TIME;
    }

    private Map<Integer, Instant> ticksOf(String workspace) {
        return ticks.getOrDefault(driverOf(workspace), Map.of());
    }

    /** Where the workspace's clock stands: what every partition that it came down has passed. */
    public Instant of(String workspace) {
        return ticksOf(workspace).values().stream().min(Instant::compareTo).orElse(Instant.EPOCH);
    }

    /** Where it stands in a partition: the timers of the partition's profiles have fired up to there. */
    public Instant of(String workspace, int partition) {
        @Nullable Instant own = ticksOf(workspace).get(partition);
        return own == null ? of(workspace) : own;
    }

    /** Where it stands in the profile's partition. */
    public Instant of(String workspace, UUID profileId) {
        return of(workspace, partitions.of(Bucket.of(profileId)));
    }

    /**
     * Where the clock stands in the profile's partition, or the time of the last of the profile's events if that is later: a change can
     * arrive before the tick that passes it, and then counts at once. Never the time of an event that is dated ahead: that is due when the
     * clock comes to it, and until then nothing else of the profile may be told as if it had come. Nor the instant at which an event came
     * that happened earlier: what becomes due by then waits for the tick. Without either there is nothing that an instant could change.
     */
    public Instant instantFor(String workspace, UUID profileId, Facts facts) {
        Instant clock = of(workspace, profileId);
        return facts.reached().filter(clock::isBefore).orElse(clock);
    }

    /** The instants at which the workspace's clock stands, each with the partitions in which it does. */
    public Map<Instant, Set<Integer>> standing(String workspace) {
        Map<Instant, Set<Integer>> standing = new TreeMap<>();
        ticksOf(workspace)
                .forEach((partition, time) ->
                        standing.computeIfAbsent(time, at -> new TreeSet<>()).add(partition));
        return standing;
    }

    /** These with later ticks. */
    public Clocks with(Map<Integer, Map<String, Instant>> later) {
        Map<String, Map<Integer, Instant>> all = new HashMap<>();
        ticks.forEach((clock, some) -> all.put(clock, new HashMap<>(some)));
        later.forEach((partition, some) ->
                some.forEach((clock, time) -> all.computeIfAbsent(clock, c -> new HashMap<>())
                        .merge(partition, time, (one, other) -> one.isAfter(other) ? one : other)));
        return new Clocks(partitions, all);
    }
}
