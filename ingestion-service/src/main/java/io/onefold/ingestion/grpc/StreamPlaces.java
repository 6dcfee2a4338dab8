package io.onefold.ingestion.grpc;

import io.onefold.ingestion.IngestionConfig;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.Failure;
import io.onefold.kit.error.Failures;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many streams there may be, of all sources and of one. */
final class StreamPlaces {
    /** Streams last. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

    private final int most;
    private final int mostOfOne;
    private final Map<Caller, Integer> taken = new HashMap<>();
    private int all;

    StreamPlaces(IngestionConfig config) {
        this.most = config.maxStreams();
        this.mostOfOne = config.maxStreamsPerSource();
    }

    /** Takes a place, or says why there is none. */
    synchronized Optional<Failure> take(Caller source) {
        if (all >= most) {
            return Optional.of(Failures.overloaded("this replica serves " + most + " streams already", RETRY_DELAY));
        }
        if (taken.getOrDefault(source, 0) >= mostOfOne) {
            return Optional.of(Failures.overloaded(
                    "this replica serves " + mostOfOne + " streams of this source already", RETRY_DELAY));
        }
        all++;
        taken.merge(source, 1, Integer::sum);
        return Optional.empty();
    }

    synchronized void giveBack(Caller source) {
        all--;
        taken.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
    }
}
