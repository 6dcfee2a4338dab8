package io.onefold.profile.support;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.onefold.domain.Bucket;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Partitions;
import io.onefold.proto.ingestion.v1.EventBatch;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.ingestion.v1.WatchEventsRequest;
import io.onefold.proto.ingestion.v1.WatchEventsResponse;
import io.onefold.proto.type.v1.Erasure;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Tick;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Plays ingestion's feed of events. */
public final class ScriptedIngestion extends IngestionServiceGrpc.IngestionServiceImplBase {
    private final ScriptedFeed<EventItem> feed = new ScriptedFeed<>("events");

    /** Appends events in the partitions of their records, as ingestion does. */
    public ConsistencyToken send(List<Event> events) {
        ConsistencyToken token = ConsistencyToken.NONE;
        for (Event event : events) {
            int partition = new Partitions(16).of(Bucket.of(UUID.fromString(event.getRecordId())));
            token = token.and(sendTo(partition, List.of(event)));
        }
        return token;
    }

    /** Appends events in one step to a partition, whatever their records say. */
    public ConsistencyToken sendTo(int partition, List<Event> events) {
        return feed.append(
                partition,
                events.stream()
                        .map(event -> EventItem.newBuilder().setEvent(event).build())
                        .toList());
    }

    /** Tells every partition that somebody is erased. */
    public ConsistencyToken erase(Erasure erasure) {
        return feed.appendToAll(EventItem.newBuilder().setErasure(erasure).build());
    }

    /** Tells one partition only. */
    public ConsistencyToken eraseIn(int partition, Erasure erasure) {
        return feed.append(
                partition, List.of(EventItem.newBuilder().setErasure(erasure).build()));
    }

    /** Tells every partition but one, which is still to come: the token stands for all. */
    public ConsistencyToken eraseBut(int last, Erasure erasure) {
        ConsistencyToken token = feed.heads();
        for (int partition = 0; partition < 16; partition++) {
            token = token.and(partition == last ? feed.after(last) : eraseIn(partition, erasure));
        }
        return token;
    }

    public ConsistencyToken tick(String workspace, Instant time) {
        return feed.appendToAll(EventItem.newBuilder()
                .setTick(Tick.newBuilder().setWorkspace(workspace).setTime(Given.timestamp(time)))
                .build());
    }

    @Override
    public void watchEvents(WatchEventsRequest request, StreamObserver<WatchEventsResponse> observer) {
        feed.watch(
                request.getCursorsList(),
                request.getMaxItems(),
                slices -> WatchEventsResponse.newBuilder()
                        .addAllBatches(slices.stream()
                                .map(slice -> EventBatch.newBuilder()
                                        .setHeader(slice.header())
                                        .addAllItems(slice.items())
                                        .build())
                                .toList())
                        .build(),
                (ServerCallStreamObserver<WatchEventsResponse>) observer);
    }
}
