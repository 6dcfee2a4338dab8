package io.onefold.activation.rebuild;

import io.grpc.Context;
import io.onefold.kit.feed.Cursor;
import io.onefold.kit.feed.FeedItem;
import io.onefold.kit.feed.ReceivedBatch;
import io.onefold.kit.feed.Upstream;
import io.onefold.proto.type.v1.PartitionCursor;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a stretch of one partition of a feed, a response at a time. */
final class FeedStretchClient<R, T> {
    private static final int AT_ONCE = 1000;

    private final Upstream<R, T> upstream;

    FeedStretchClient(Upstream<R, T> upstream) {
        this.upstream = upstream;
    }

    /**
     * The changes behind {@code after} up to and with a position that the feed has reached; not what was wiped, or cannot be read.
     *
     * @param setAside the positions of what was never applied
     */
    void read(int partition, Cursor after, long upTo, Set<Long> setAside, Consumer<T> reader) {
        if (after.position() >= upTo) {
            return;
        }
        Context.CancellableContext reading = Context.current().withCancellation();
        Context before = reading.attach();
        try {
            Iterator<R> responses = upstream.watch(
                    List.of(PartitionCursor.newBuilder()
                            .setPartition(partition)
                            .setCursor(after.encode())
                            .build()),
                    AT_ONCE);
            long position = after.position();
            while (position < upTo) {
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
            }
        } finally {
            reading.detach(before);
            reading.cancel(null);
        }
    }
}
