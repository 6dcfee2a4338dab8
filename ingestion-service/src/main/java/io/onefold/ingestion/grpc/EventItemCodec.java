package io.onefold.ingestion.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.ingestion.erasure.LoggedEventCodec;
import io.onefold.kit.feed.FeedServer;
import io.onefold.proto.ingestion.v1.EventBatch;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Tick;
import java.util.List;

/** The log's items as WatchEvents sends them. */
final class EventItemCodec implements FeedServer.Codec<EventItem, EventBatch, WatchEventsResponse> {
    @Override
    public EventItem change(byte[] payload) throws InvalidProtocolBufferException {
        return LoggedEventCodec.isErasure(payload)
                ? EventItem.parseFrom(payload)
                : EventItem.newBuilder().setEvent(Event.parseFrom(payload)).build();
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
    public EventBatch batch(BatchHeader header, List<EventItem> items) {
        return EventBatch.newBuilder().setHeader(header).addAllItems(items).build();
    }

    @Override
    public WatchEventsResponse response(List<EventBatch> batches) {
        return WatchEventsResponse.newBuilder().addAllBatches(batches).build();
    }
}
