package io.onefold.launcher.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void quantilesAreThoseOfAllThatWasAdded() {
        Latencies latencies = new Latencies();
        IntStream.rangeClosed(1, 5_000).parallel().forEach(i -> latencies.add(i * 1_000_000L));
        assertEquals(5_000, latencies.count());
        assertEquals(2_501, latencies.millisAt(0.5));
        assertEquals(4_951, latencies.millisAt(0.99));
        assertEquals(5_000, latencies.millisAt(1));
    }

    @Test
    void aPaceThatWasMissedIsCaughtUp() {
        Pace pace = new Pace(1_000);
        long first = pace.awaitNext();
        long second = pace.awaitNext();
        assertEquals(1_000_000, second - first);
        assertTrue(System.nanoTime() >= second);
        // Two hundred more are due after as many milliseconds, however late this thread is by then.
        long last =
                IntStream.range(0, 200).mapToLong(i -> pace.awaitNext()).max().orElseThrow();
        assertEquals(200_000_000, last - second);
    }
}
