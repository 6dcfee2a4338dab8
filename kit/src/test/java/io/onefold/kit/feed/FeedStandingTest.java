package io.onefold.kit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a replica stands to a feed, from what its lanes tell. */
class FeedStandingTest {
    private final FeedStanding standing = new FeedStanding(4);

    private static FeedBatch<String> batch(int partition, long from, int items, long remaining) {
        List<FeedItem<String>> changes = IntStream.range(0, items)
                .<FeedItem<String>>mapToObj(i -> new FeedItem.Change<>("x"))
                .toList();
        return new FeedBatch<>(
                partition, new Cursor(1, from), new Cursor(1, from + items), remaining, Optional.empty(), changes);
    }

    @Test
    void whatIsNotStartedOrHasEndedIsDead() throws Exception {
        assertTrue(standing.isDead());
        CountDownLatch end = new CountDownLatch(1);
        Thread lane = new Thread(() -> await(end));
        lane.start();
        standing.started(0, lane);
        assertFalse(standing.isDead());
        end.countDown();
        lane.join();
        assertTrue(standing.isDead());
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatWaitsIsThisReplicasUntilAnotherOneReadsIt() {
        standing.started(0, Thread.currentThread());
        standing.opens(0, List.of(0, 1), Map.of(0, new Cursor(1, 10)), Map.of());
        standing.heard(0, List.of(batch(0, 10, 2, 5)));
        assertEquals(7, standing.backlog(0).items());
        assertEquals(1, standing.lanesHeld());
        standing.contains(0, List.of(batch(0, 10, 2, 5)));
        assertEquals(5, standing.backlog(0).items());
        // Its call fails, and is made again: what was known to wait still does.
        standing.failed(0);
        assertEquals(1, standing.lanesFailing());
        assertEquals(5, standing.backlog(0).items());
        standing.opens(0, List.of(0, 1), Map.of(0, new Cursor(1, 12)), Map.of());
        assertEquals(5, standing.backlog(0).items());
        standing.leaves(0, List.of(0, 1));
        assertEquals(0, standing.backlog(0).items());
        assertEquals(0, standing.lanesHeld());
    }

    @Test
    void theClockIsThatOfThePartitionThatIsFurthestBehind() {
        assertEquals(Optional.empty(), standing.clockAge());
        standing.started(0, Thread.currentThread());
        Instant now = Instant.now();
        standing.opens(0, List.of(0, 1), Map.of(), Map.of(0, now.minusSeconds(10), 1, now.minusSeconds(60)));
        Duration age = standing.clockAge().orElseThrow();
        assertTrue(
                age.compareTo(Duration.ofSeconds(60)) >= 0 && age.compareTo(Duration.ofSeconds(90)) < 0, age::toString);
    }
}
