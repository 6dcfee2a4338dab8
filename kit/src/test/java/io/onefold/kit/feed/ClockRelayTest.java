package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tick is passed on when every partition has it: then, once, and never an earlier one after it. */
class ClockRelayTest {
    private static final int PARTITIONS = 4;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Store store = new Store(Settings.of(PARTITIONS).withClockFrom("letters"));
    private final long[] positions = new long[PARTITIONS];

    @BeforeEach
    void heads() {
        store.epoch.present();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theLastPartitionPassesItOn() {
        for (int partition = 0; partition < PARTITIONS - 1; partition++) {
            tick(partition, "", NOON);
            store.relay.pass("letters");
        }
        assertEquals(List.of(), ticks());
        tick(PARTITIONS - 1, "", NOON);
        store.relay.pass("people");
        assertEquals(List.of(), ticks(), "another upstream's clock");
        store.relay.pass("letters");
        store.relay.pass("letters");
        assertEquals(List.of(NOON), ticks());
        assertEquals(NOON, clock(""));
    }

    @Test
    void thePassedInstantIsTheEarliest() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            tick(partition, "", NOON.plusSeconds(partition));
        }
        store.relay.pass("letters");
        tick(0, "", NOON.plusSeconds(10));
        store.relay.pass("letters");
        tick(0, "", NOON.minusSeconds(10));
        store.relay.pass("letters");
        assertEquals(List.of(NOON, NOON.plusSeconds(1)), ticks());
    }

    @Test
    void aWorkspaceOnAReplayClockHasItsOwn() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            tick(partition, "replayed", NOON.minusSeconds(3600));
        }
        tick(0, "", NOON);
        store.relay.pass("letters");
        assertEquals(NOON.minusSeconds(3600), clock("replayed"));
        assertEquals(List.of(NOON.minusSeconds(3600)), ticks());
    }

    @Test
    void lanesThatCommitTheLastTicksAtOncePassItOnOnce() throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(PARTITIONS);
        try {
            for (int round = 1; round <= 40; round++) {
                Instant time = NOON.plusSeconds(round);
                CyclicBarrier together = new CyclicBarrier(PARTITIONS);
                List<Future<?>> done = new ArrayList<>();
                for (int lane = 0; lane < PARTITIONS; lane++) {
                    int partition = lane;
                    done.add(lanes.submit(() -> {
                        together.await();
                        tick(partition, "", time);
                        store.relay.pass("letters");
                        return true;
                    }));
                }
                for (Future<?> lane : done) {
                    lane.get();
                }
                assertEquals(time, clock(""));
            }
            List<Instant> passed = ticks();
            assertEquals(passed.stream().sorted().distinct().toList(), passed);
            assertEquals(40, passed.size());
        } finally {
            lanes.shutdownNow();
        }
    }

    private void tick(int partition, String workspace, Instant time) {
        long from = positions[partition]++;
        FeedBatch<String> batch = new FeedBatch<>(
                partition,
                new Cursor(1, from),
                new Cursor(1, from + 1),
                0,
                Optional.empty(),
                List.of(new FeedItem.Tick<>(workspace, time)));
        store.database.inTransaction(tx -> store.cursors.advance(tx, "letters", List.of(batch), Optional.empty()));
    }

    /** What partition 0 of the own feed carries; the others carry the same. */
    private List<Instant> ticks() {
        List<List<Instant>> byPartition = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<Instant> ticks = new ArrayList<>();
            var cursors = new java.util.TreeMap<Integer, Cursor>();
            cursors.put(partition, new Cursor(store.epoch.present(), 0));
            for (FeedReader.Slice slice : store.reader.after(cursors, 1_000, Long.MAX_VALUE)) {
                slice.items().forEach(item -> Optional.ofNullable(item.tick()).ifPresent(ticks::add));
            }
            byPartition.add(ticks);
        }
        byPartition.forEach(ticks -> assertEquals(byPartition.get(0), ticks));
        return byPartition.get(0);
    }

    private Instant clock(String workspace) {
        return Instant.parse(store.column(
                        "select to_char(min(time) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from feed_clock where workspace = '"
                                + workspace + "'")
                .get(0));
    }
}
