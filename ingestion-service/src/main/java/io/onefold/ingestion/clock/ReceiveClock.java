package io.onefold.ingestion.clock;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells receive times while the heads of some partitions are locked: never one that falls inside a partition. A workspace on a replay
 * clock is told what its file says, and where it says nothing the partition's last; every other one real time.
 */
public final class ReceiveClock {
    /** A workspace, empty for real time, in a partition. */
    record Hand(String workspace, int partition) implements Comparable<Hand> {
        @Override
        public int compareTo(Hand other) {
            int byWorkspace = workspace.compareTo(other.workspace);
            return byWorkspace != 0 ? byWorkspace : Integer.compare(partition, other.partition);
        }
    }

    static final String REAL_TIME = "";

    private final Instant now;
    private final Map<Hand, Instant> last;
    private final TreeMap<Hand, Instant> moved = new TreeMap<>();

    ReceiveClock(Instant now, Map<Hand, Instant> last) {
        this.now = now;
        this.last = last;
    }

    /** The receive time of the next event of a workspace in a partition. */
    public Instant next(String workspace, int partition, ReplayTime stated) {
        Hand replay = new Hand(workspace, partition);
        Optional<Instant> replayed = Optional.ofNullable(last.get(replay));
        Hand hand = replayed.isPresent() ? replay : new Hand(REAL_TIME, partition);
        Instant wanted = replayed.map(stated::or).orElse(now);
        Instant time = later(wanted, last.getOrDefault(hand, Instant.MIN));
        last.put(hand, time);
        moved.put(hand, time);
        return time;
    }

    /** When an event says that it was received. */
    @FunctionalInterface
    public interface ReplayTime {
        Instant or(Instant otherwise);
    }

    /** What the events have moved, sorted. */
    TreeMap<Hand, Instant> moved() {
        return moved;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
