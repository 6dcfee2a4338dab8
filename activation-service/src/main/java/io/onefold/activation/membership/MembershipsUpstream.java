package io.onefold.activation.membership;

import io.onefold.kit.feed.FeedItem;
import io.onefold.kit.feed.ReceivedBatch;
import io.onefold.kit.feed.Upstream;
import io.onefold.proto.segment.v1.AudienceServiceGrpc.AudienceServiceBlockingStub;
import io.onefold.proto.segment.v1.MembershipItem;
import io.onefold.proto.segment.v1.WatchMembershipsRequest;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.List;

/** The feed of memberships. */
@ApplicationScoped
public class MembershipsUpstream implements Upstream<WatchMembershipsResponse, Entry> {
    private final AudienceServiceBlockingStub stub;

    MembershipsUpstream(@GrpcClient("memberships") AudienceServiceBlockingStub stub) {
        this.stub = stub;
    }

    @Override
    public String feed() {
        return "memberships";
    }

    @Override
    public Iterator<WatchMembershipsResponse> watch(List<PartitionCursor> cursors, int maxItems) {
        return stub.watchMemberships(WatchMembershipsRequest.newBuilder()
                .addAllCursors(cursors)
                .setMaxItems(maxItems)
                .build());
    }

    @Override
    public List<ReceivedBatch<Entry>> batches(WatchMembershipsResponse response) {
        return response.getBatchesList().stream()
                .map(batch -> new ReceivedBatch<>(
                        batch.getHeader(),
                        batch.getItemsList().stream()
                                .map(MembershipsUpstream::item)
                                .toList()))
                .toList();
    }

    private static FeedItem<Entry> item(MembershipItem item) {
        return item.hasTick()
                ? ReceivedBatch.tick(item.getTick())
                : ReceivedBatch.change(item.getChange(), EntryCodec::read);
    }

    @Override
    public byte[] encode(Entry item) {
        return item.received().get();
    }
}
