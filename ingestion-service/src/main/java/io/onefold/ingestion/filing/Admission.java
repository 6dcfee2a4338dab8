package io.onefold.ingestion.filing;

import io.onefold.kit.error.Failures;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of events in hand, from before they are read until they are durable. */
final class Admission {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final long maxBytes;
    private final AtomicLong inHand = new AtomicLong();

    Admission(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Lets bytes in, or tells the caller to slow down. A request alone is always let in, however large. */
    Ticket enter(long bytes) {
        long now = inHand.addAndGet(bytes);
        if (now > maxBytes && now != bytes) {
            inHand.addAndGet(-bytes);
            throw Failures.overloaded("too many events are in hand", RETRY_DELAY);
        }
        return () -> inHand.addAndGet(-bytes);
    }

    /** Given back when the events are no longer in hand. */
    @FunctionalInterface
    interface Ticket extends AutoCloseable {
        @Override
        void close();
    }
}
