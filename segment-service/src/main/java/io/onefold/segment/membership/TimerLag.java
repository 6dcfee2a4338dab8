package io.onefold.segment.membership;

import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.profiles.ProfilesUpstream;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which timers are late by the clock that has come down the feed. A tick counts as read once what it makes due has fired, so none is ever
 * late unless something is wrong; what waits because the clock itself does not come is the feed's lag.
 */
@ApplicationScoped
class TimerLag {
    private final TimerLagStore store;
    private final CursorStore cursors;
    private final Partitions partitions;

    TimerLag(TimerLagStore store, CursorStore cursors, FeedConfig config) {
        this.store = store;
        this.cursors = cursors;
        this.partitions = new Partitions(config.partitions());
    }

    /**
     * A workspace's late timers.
     *
     * @param most by how much the one is late that is due longest
     */
    record Late(long profiles, Duration most) {
        private static final Late NONE = new Late(0, Duration.ZERO);

        private Late and(Late other) {
            return new Late(profiles + other.profiles, most.compareTo(other.most) > 0 ? most : other.most);
        }
    }

    Map<String, Late> read(Transaction tx) {
        Clocks clocks = new Clocks(partitions, cursors.ticks(tx, ProfilesUpstream.FEED));
        Map<String, Late> late = new TreeMap<>();
        for (String workspace : store.workspaces(tx)) {
            late.put(
                    workspace,
                    clocks.standing(workspace).entrySet().stream()
                            .map(standing -> late(tx, workspace, standing.getKey(), standing.getValue()))
                            .reduce(Late.NONE, Late::and));
        }
        return late;
    }

    private Late late(Transaction tx, String workspace, Instant clock, Set<Integer> some) {
        TimerLagStore.Late found = store.late(tx, workspace, clock, partitions, some);
        return new Late(
                found.profiles(),
                found.since().map(since -> Duration.between(since, clock)).orElse(Duration.ZERO));
    }
}
