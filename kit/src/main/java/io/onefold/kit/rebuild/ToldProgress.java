package io.onefold.kit.rebuild;

import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.StreamServer;
import io.onefold.proto.operations.v1.RebuildProjectionsResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Sends a rebuild's progress to its caller; ends it when the caller is gone, since what is not done can be done again. */
final class ToldProgress implements RebuildProgress {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

    private final StreamServer.Sink<RebuildProjectionsResponse> sink;
    private final Map<String, Count> counts = new HashMap<>();

    ToldProgress(StreamServer.Sink<RebuildProjectionsResponse> sink) {
        this.sink = sink;
    }

    private record Count(long rows, long corrected) {
        Count and(Count more) {
            return new Count(rows + more.rows, corrected + more.corrected);
        }
    }

    @Override
    public void looked(String projection, long rows, long corrected) throws InterruptedException {
        Count all = counts.merge(projection, new Count(rows, corrected), Count::and);
        send(RebuildProjectionsResponse.newBuilder()
                .setProgress(io.onefold.proto.operations.v1.RebuildProgress.newBuilder()
                        .setProjection(projection)
                        .setLookedAtCount(all.rows)
                        .setCorrectedCount(all.corrected))
                .build());
    }

    void send(RebuildProjectionsResponse response) throws InterruptedException {
        if (!sink.send(response)) {
            throw Failures.unavailable("the caller of the rebuild is gone", RETRY_DELAY);
        }
    }

    long lookedAt() {
        return counts.values().stream().mapToLong(Count::rows).sum();
    }

    long corrected() {
        return counts.values().stream().mapToLong(Count::corrected).sum();
    }
}
