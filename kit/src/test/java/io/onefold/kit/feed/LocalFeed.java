package io.onefold.kit.feed;

import io.grpc.Context;
import io.grpc.Status;
import io.onefold.kit.error.Failure;
import io.onefold.kit.error.StatusRenderer;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.PartitionCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The feed of another store of this JVM: what a Watch RPC gives, without the wire. */
class LocalFeed implements Upstream<List<ReceivedBatch<String>>, String> {
    private final Store store;
    private final FeedReader reader;

    LocalFeed(Store store) {
        this(store, store.reader);
    }

    LocalFeed(Store store, FeedReader reader) {
        this.store = store;
        this.reader = reader;
    }

    @Override
    public String feed() {
        return "letters";
    }

    @Override
    public Iterator<List<ReceivedBatch<String>>> watch(List<PartitionCursor> cursors, int maxItems) {
        Context call = Context.current();
        try {
            Map<Integer, Cursor> from = reader.cursors(cursors);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public List<ReceivedBatch<String>> next() {
                    return LocalFeed.this.next(call, from, maxItems);
                }
            };
        } catch (Failure refused) {
            throw new StatusRenderer("kit").render(refused);
        }
    }

    private List<ReceivedBatch<String>> next(Context call, Map<Integer, Cursor> from, int maxItems) {
        try {
            while (!call.isCancelled()) {
                long mark = store.wakeups.markItems(from.keySet());
                List<FeedReader.Slice> slices = reader.after(from, maxItems, Long.MAX_VALUE);
                if (!slices.isEmpty()) {
                    slices.forEach(slice -> from.put(slice.partition(), slice.next()));
                    return slices.stream().map(LocalFeed::received).toList();
                }
                store.wakeups.awaitItems(from.keySet(), mark, store.settings.recheck());
            }
            throw Status.CANCELLED.asRuntimeException();
        } catch (Failure refused) {
            throw new StatusRenderer("kit").render(refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withCause(stopped).asRuntimeException();
        }
    }

    private static ReceivedBatch<String> received(FeedReader.Slice slice) {
        List<FeedItem<String>> items = new ArrayList<>();
        for (StoredItem stored : slice.items()) {
            items.add(stored.change()
                    .<FeedItem<String>>map(bytes -> new FeedItem.Change<>(new String(bytes, StandardCharsets.UTF_8)))
                    .orElseGet(() -> new FeedItem.Tick<>(stored.workspace(), Objects.requireNonNull(stored.tick()))));
        }
        return new ReceivedBatch<>(
                BatchHeader.newBuilder()
                        .setPartition(slice.partition())
                        .setNextCursor(slice.next().encode())
                        .setRemaining(slice.remaining())
                        .build(),
                items);
    }

    @Override
    public List<ReceivedBatch<String>> batches(List<ReceivedBatch<String>> response) {
        return response;
    }

    @Override
    public byte[] encode(String item) {
        return item.getBytes(StandardCharsets.UTF_8);
    }
}
