package io.onefold.profile.filing;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The batches of events that this replica is filing, each from its question to identity to its commit, or to an answer that changes
 * nothing. The changes that they bring about come by identity's feed as well, at about the same time; whoever took them from there at once would make the events wait for his locks.
 */
@ApplicationScoped
class EventsUnderWay {
    private static final Logger LOG = Logger.getLogger(EventsUnderWay.class);

    private final Set<Batch> batches = ConcurrentHashMap.newKeySet();

    /** A batch from here to its end. */
    final class Batch implements AutoCloseable {
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        @Override
        public void close() {
            batches.remove(this);
            end.complete(null);
        }
    }

    Batch begin() {
        Batch batch = new Batch();
        batches.add(batch);
        return batch;
    }

    /**
     * Waits for those that are under way now, not for those that begin meanwhile. Only a courtesy: after the limit, and beside other
     * replicas, the locks in the database see to it that all comes out right.
     */
    void await(Duration limit) {
        CompletableFuture<?>[] ends = batches.stream().map(batch -> batch.end).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.debugf("going on beside %d batches of events", ends.length);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted beside batches of events", stopping);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}
