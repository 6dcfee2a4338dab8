package io.onefold.kit.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How this replica stands to one feed that it reads, as its lanes tell. Of partitions that another replica reads, nothing waits here. */
final class FeedStanding {
    /** A call that has not failed for so long has reached somebody, though a feed without news says nothing. */
    static final Duration SILENT = Duration.ofSeconds(1);

    private final List<Backlog> backlogs;
    /** The latest tick of real time that each partition contains. */
    private final Map<Integer, Instant> ticks = new ConcurrentHashMap<>();

    private final Map<Integer, LaneStanding> lanes = new ConcurrentHashMap<>();

    private volatile boolean reached;
    private volatile boolean stopped;

    FeedStanding(int partitions) {
        this.backlogs = IntStream.range(0, partitions)
                .mapToObj(partition -> new Backlog())
                .toList();
    }

    /**
     * How a lane is.
     *
     * @param elsewhere another replica reads it
     * @param opened when the call was made that is open; null: none is
     */
    private record LaneStanding(
            Thread thread,
            boolean held,
            boolean elsewhere,
            @Nullable Long opened,
            boolean failing,
            boolean lost) {
        static LaneStanding started(Thread thread) {
            return new LaneStanding(thread, false, false, null, false, false);
        }

        /** Read here, by a call that is open since then. */
        LaneStanding opens(long now) {
            return new LaneStanding(thread, true, false, now, failing, lost);
        }

        LaneStanding leaves() {
            return new LaneStanding(thread, false, true, null, false, false);
        }

        LaneStanding hears() {
            return new LaneStanding(thread, true, false, opened, failing, false);
        }

        LaneStanding contains() {
            return new LaneStanding(thread, true, false, opened, false, false);
        }

        LaneStanding fails() {
            return new LaneStanding(thread, held, elsewhere, null, true, lost);
        }

        LaneStanding loses() {
            return new LaneStanding(thread, held, elsewhere, null, true, true);
        }

        LaneStanding beginsAnew() {
            return new LaneStanding(thread, held, elsewhere, opened, failing, false);
        }

        boolean reaches(long now) {
            return opened != null && now - opened > SILENT.toNanos();
        }

        boolean fails(long now) {
            return failing && !reaches(now);
        }
    }

    void started(int lane, Thread thread) {
        stopped = false;
        lanes.put(lane, LaneStanding.started(thread));
    }

    /** Has the lane, and goes on from what is committed. */
    void opens(int lane, List<Integer> partitions, Map<Integer, Cursor> cursors, Map<Integer, Instant> committedTicks) {
        long now = System.nanoTime();
        for (Integer partition : partitions) {
            Cursor cursor = cursors.get(partition);
            if (cursor == null) {
                backlogs.get(partition).forget();
            } else {
                backlogs.get(partition).contained(cursor.position(), now);
            }
            Instant tick = committedTicks.get(partition);
            if (tick != null) {
                ticks.put(partition, tick);
            }
        }
        lanes.computeIfPresent(lane, (number, was) -> was.opens(now));
    }

    /** Another replica reads these. */
    void leaves(int lane, List<Integer> partitions) {
        lanes.computeIfPresent(lane, (number, was) -> was.leaves());
        partitions.forEach(partition -> {
            backlogs.get(partition).forget();
            ticks.remove(partition);
        });
    }

    void heard(int lane, List<? extends FeedBatch<?>> batches) {
        long now = System.nanoTime();
        reached = true;
        batches.forEach(
                batch -> backlogs.get(batch.partition()).heard(batch.next().position() + batch.remaining(), now));
        lanes.computeIfPresent(lane, (number, was) -> was.hears());
    }

    void contains(int lane, List<? extends FeedBatch<?>> batches) {
        long now = System.nanoTime();
        for (FeedBatch<?> batch : batches) {
            backlogs.get(batch.partition()).contained(batch.next().position(), now);
            batch.items().forEach(item -> {
                if (item instanceof FeedItem.Tick<?> tick && tick.workspace().isEmpty()) {
                    ticks.put(batch.partition(), tick.time());
                }
            });
        }
        lanes.computeIfPresent(lane, (number, was) -> was.contains());
    }

    void failed(int lane) {
        lanes.computeIfPresent(lane, (number, was) -> {
            reached |= was.reaches(System.nanoTime());
            return was.fails();
        });
    }

    /** The upstream refuses a cursor: until the partition is begun anew, which may need somebody else, nothing of the lane is read. */
    void lost(int lane, int partition) {
        lanes.computeIfPresent(lane, (number, was) -> was.loses());
        backlogs.get(partition).forget();
    }

    /** The lost cursor is let go. */
    void beginsAnew(int lane) {
        lanes.computeIfPresent(lane, (number, was) -> was.beginsAnew());
    }

    /** Nobody reads it here any more. */
    void stopped() {
        lanes.clear();
        backlogs.forEach(Backlog::forget);
        ticks.clear();
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    Backlog backlog(int partition) {
        return backlogs.get(partition);
    }

    /** How long ago the latest tick was that all partitions contain which are read here; empty before the first. */
    Optional<Duration> clockAge() {
        return ticks.values().stream().min(Instant::compareTo).map(tick -> Duration.between(tick, Instant.now()));
    }

    long partitionsStuck() {
        long now = System.nanoTime();
        return backlogs.stream().filter(backlog -> backlog.isStuck(now)).count();
    }

    long lanesHeld() {
        return lanes.values().stream().filter(LaneStanding::held).count();
    }

    long lanesFailing() {
        long now = System.nanoTime();
        return lanes.values().stream().filter(lane -> lane.fails(now)).count();
    }

    long cursorsLost() {
        return lanes.values().stream().filter(LaneStanding::lost).count();
    }

    /** Whether a lane's thread has ended, or none was started. */
    boolean isDead() {
        return lanes.isEmpty() || lanes.values().stream().anyMatch(lane -> !lane.thread.isAlive());
    }

    /** Whether other replicas read all of it: whether they reach the upstream is for them to say. */
    boolean isElsewhere() {
        return !lanes.isEmpty() && lanes.values().stream().allMatch(LaneStanding::elsewhere);
    }

    /** Whether the upstream was reached since this process began. */
    boolean isReached() {
        if (!reached) {
            long now = System.nanoTime();
            reached = lanes.values().stream().anyMatch(lane -> lane.reaches(now));
        }
        return reached;
    }
}
