package io.onefold.ingestion.clock;

import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.onefold.ingestion.clock.ReceiveClock.Hand;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceiveClockPropertyTest {
    private static final Instant NOW = Instant.ofEpochSecond(5000);

    /** Whatever files and the clocks of other replicas said. */
    @Test
    void noTimeFallsInsideAPartition() {
        qt().withExamples(10_000)
                .withFixedSeed(7)
                .forAll(
                        lists().of(integers().between(0, 10_000)).ofSizeBetween(1, 40),
                        integers().between(0, 10_000))
                .check((stated, last) -> inOrder(stated, Instant.ofEpochSecond(last)));
    }

    private static boolean inOrder(List<Integer> stated, Instant last) {
        ReceiveClock clock =
                new ReceiveClock(NOW, new HashMap<>(Map.of(new Hand("", 0), last, new Hand("history", 0), last)));
        Instant replayed = last;
        Instant real = last;
        for (int seconds : stated) {
            Instant nextReplayed = clock.next("history", 0, now -> Instant.ofEpochSecond(seconds));
            Instant nextReal = clock.next("dev", 0, now -> Instant.ofEpochSecond(seconds));
            if (nextReplayed.isBefore(replayed) || nextReal.isBefore(real) || nextReal.isBefore(NOW)) {
                return false;
            }
            replayed = nextReplayed;
            real = nextReal;
        }
        return replayed.equals(clock.moved().get(new Hand("history", 0)))
                && real.equals(clock.moved().get(new Hand("", 0)));
    }
}
