package io.onefold.profile.filing;

import io.onefold.kit.feed.FeedItem;
import io.onefold.kit.feed.ReceivedBatch;
import io.onefold.kit.feed.Upstream;
import io.onefold.profile.restore.ClaimsReturn;
import io.onefold.proto.ingestion.v1.EventBatch;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceBlockingStub;
import io.onefold.proto.ingestion.v1.WatchEventsRequest;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The feed of events. */
@ApplicationScoped
class EventsClient implements Upstream<WatchEventsResponse, EventItem> {
    static final String FEED = "events";

    private final IngestionServiceBlockingStub ingestion;
    private final ClaimsReturn claims;

    EventsClient(@GrpcClient(FEED) IngestionServiceBlockingStub ingestion, ClaimsReturn claims) {
        this.ingestion = ingestion;
        this.claims = claims;
    }

    @Override
    public void begunAnew() {
        claims.giveBack(FEED);
    }

    @Override
    public String feed() {
        return FEED;
    }

    @Override
    public Iterator<WatchEventsResponse> watch(List<PartitionCursor> cursors, int maxItems) {
        return ingestion.watchEvents(WatchEventsRequest.newBuilder()
                .addAllCursors(cursors)
                .setMaxItems(maxItems)
                .build());
    }

    @Override
    public List<ReceivedBatch<EventItem>> batches(WatchEventsResponse response) {
        return response.getBatchesList().stream().map(EventsClient::batch).toList();
    }

    private static ReceivedBatch<EventItem> batch(EventBatch batch) {
        List<FeedItem<EventItem>> items =
                batch.getItemsList().stream().map(EventsClient::item).toList();
        return new ReceivedBatch<>(batch.getHeader(), items);
    }

    private static FeedItem<EventItem> item(EventItem item) {
        if (item.hasTick()) {
            return ReceivedBatch.tick(item.getTick());
        }
        return item.hasEvent() || item.hasErasure() ? new FeedItem.Change<>(item) : new FeedItem.Wiped<>();
    }

    @Override
    public Optional<String> eventId(EventItem item) {
        return item.hasEvent() ? Optional.of(item.getEvent().getEventId()) : Optional.empty();
    }

    @Override
    public byte[] encode(EventItem item) {
        return item.toByteArray();
    }
}
