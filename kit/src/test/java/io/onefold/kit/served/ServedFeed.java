package io.onefold.kit.served;

import io.onefold.kit.feed.FeedItem;
import io.onefold.kit.feed.ReceivedBatch;
import io.onefold.kit.feed.Upstream;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceBlockingStub;
import io.onefold.proto.ingestion.v1.WatchEventsRequest;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.PartitionCursor;
import java.util.Iterator;
import java.util.List;

/** The feed of the service under test, read as another service reads it. */
record ServedFeed(String feed, IngestionServiceBlockingStub events) implements Upstream<WatchEventsResponse, Event> {
    @Override
    public Iterator<WatchEventsResponse> watch(List<PartitionCursor> cursors, int maxItems) {
        return events.watchEvents(WatchEventsRequest.newBuilder()
                .addAllCursors(cursors)
                .setMaxItems(maxItems)
                .build());
    }

    @Override
    public List<ReceivedBatch<Event>> batches(WatchEventsResponse response) {
        return response.getBatchesList().stream()
                .map(batch -> new ReceivedBatch<>(
                        batch.getHeader(),
                        batch.getItemsList().stream().map(ServedFeed::item).toList()))
                .toList();
    }

    private static FeedItem<Event> item(EventItem item) {
        return item.hasTick() ? ReceivedBatch.tick(item.getTick()) : new FeedItem.Change<>(item.getEvent());
    }

    @Override
    public byte[] encode(Event item) {
        return item.toByteArray();
    }
}
