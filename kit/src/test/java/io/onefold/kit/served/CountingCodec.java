package io.onefold.kit.served;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.kit.feed.FeedServer;
import io.onefold.proto.ingestion.v1.EventBatch;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Tick;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes responses, and counts what the server has produced. */
@Singleton
class CountingCodec implements FeedServer.Codec<EventItem, EventBatch, WatchEventsResponse> {
    final AtomicInteger responses = new AtomicInteger();
    final AtomicInteger items = new AtomicInteger();

    @Override
    public EventItem change(byte[] payload) throws InvalidProtocolBufferException {
        return EventItem.newBuilder().setEvent(Event.parseFrom(payload)).build();
    }

    @Override
    public EventItem tick(Tick tick) {
        return EventItem.newBuilder().setTick(tick).build();
    }

    @Override
    public EventItem wiped() {
        return EventItem.getDefaultInstance();
    }

    @Override
    public EventBatch batch(BatchHeader header, List<EventItem> batch) {
        items.addAndGet(batch.size());
        return EventBatch.newBuilder().setHeader(header).addAllItems(batch).build();
    }

    @Override
    public WatchEventsResponse response(List<EventBatch> batches) {
        responses.incrementAndGet();
        return WatchEventsResponse.newBuilder().addAllBatches(batches).build();
    }
}
