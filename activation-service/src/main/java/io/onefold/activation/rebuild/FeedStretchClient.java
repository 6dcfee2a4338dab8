package io.onefold.activation.rebuild;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.Cursor;
import io.onefold.kit.feed.FeedItem;
import io.onefold.kit.feed.ReceivedBatch;
import io.onefold.kit.feed.Upstream;
import io.onefold.proto.type.v1.PartitionCursor;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Reads a stretch of one partition of a feed, a response at a time. */
final class FeedStretchClient<R, T> {
    private static final Logger LOG = Logger.getLogger(FeedStretchClient.class);
    private static final int AT_ONCE = 1000;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

    private final Upstream<R, T> upstream;

    FeedStretchClient(Upstream<R, T> upstream) {
        this.upstream = upstream;
    }

    /**
     * How the next answer is waited for.
     *
     * @param idle no longer than this
     * @param heard called after each answer
     */
    record Patience(Duration idle, Runnable heard) {}

    /**
     * The changes behind {@code after} up to and with a position that the feed has reached; not what was wiped, or cannot be read.
     *
     * @param setAside the positions of what was never applied
     */
    void read(int partition, Cursor after, long upTo, Set<Long> setAside, Patience patience, Consumer<T> reader) {
        if (after.position() >= upTo) {
            return;
        }
        Context.CancellableContext reading = Context.current().withCancellation();
        Context before = reading.attach();
        try (IdleLimit limit = new IdleLimit(reading, patience.idle)) {
            Iterator<R> responses = upstream.watch(
                    List.of(PartitionCursor.newBuilder()
                            .setPartition(partition)
                            .setCursor(after.encode())
                            .build()),
                    AT_ONCE);
            long position = after.position();
            while (position < upTo) {
                if (!limit.waitFor(responses::hasNext)) {
                    throw Failures.unavailable("the feed of " + upstream.feed() + " was ended", RETRY_DELAY);
                }
                for (ReceivedBatch<T> batch : upstream.batches(responses.next())) {
                    for (FeedItem<T> item : batch.items()) {
                        position++;
                        if (position <= upTo
                                && !setAside.contains(position)
                                && item instanceof FeedItem.Change<T> change) {
                            reader.accept(change.value());
                        }
                    }
                }
                patience.heard.run();
            }
        } catch (StatusRuntimeException failure) {
            LOG.infof(failure, "the feed of %s, partition %d, cannot be read again now", upstream.feed(), partition);
            throw Failures.unavailable("the feed of " + upstream.feed() + " cannot be read", RETRY_DELAY);
        } finally {
            reading.detach(before);
            reading.cancel(null);
        }
    }
}
