package io.onefold.ingestion.intake;

import io.onefold.ingestion.IngestionConfig;
import io.onefold.kit.error.Failure;
import io.onefold.kit.error.Failures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of requests that have arrived in whole or in part. A message is in memory as a whole before anybody sees it, and many
 * callers may be in the middle of a large one: so bytes are counted as they come off the wire.
 */
@ApplicationScoped
public class ReceivedBytes {
    /** A whole message of gRPC, and something beside it. */
    private static final long LEAST = 17 << 20;

    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final long most;
    private final AtomicLong held = new AtomicLong();

    ReceivedBytes(IngestionConfig config) {
        this.most = HeapShare.of("onefold.ingestion.max-bytes-received", config.maxBytesReceived(), LEAST);
    }

    /** What one call holds, until it is closed. Safe for many threads. */
    public final class Share implements AutoCloseable {
        private long bytes;
        private boolean closed;

        /** False when all calls together hold too much: then this one should be refused. What a closed one takes counts for nothing. */
        public synchronized boolean take(long more) {
            if (closed || more == 0) {
                return true;
            }
            bytes += more;
            return held.addAndGet(more) <= most;
        }

        /** Something was handed on to who counts it himself. */
        public synchronized void giveBack(long some) {
            long back = Math.min(bytes, some);
            bytes -= back;
            held.addAndGet(-back);
        }

        @Override
        public synchronized void close() {
            giveBack(bytes);
            closed = true;
        }
    }

    public Share open() {
        return new Share();
    }

    public static Failure tooMany() {
        return Failures.overloaded("too many requests are arriving at once", RETRY_DELAY);
    }

    /** How much all calls hold now. */
    public long held() {
        return held.get();
    }
}
