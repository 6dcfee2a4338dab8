package io.onefold.profile.filing;

import io.onefold.kit.feed.FeedItem;
import io.onefold.kit.feed.ReceivedBatch;
import io.onefold.kit.feed.Upstream;
import io.onefold.profile.erasure.Reminder;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.onefold.proto.identity.v1.WatchIdentitiesRequest;
import io.onefold.proto.identity.v1.WatchIdentitiesResponse;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.List;

/** The feed of identities. */
@ApplicationScoped
class IdentitiesClient implements Upstream<WatchIdentitiesResponse, IdentityChange> {
    static final String FEED = "identities";

    private final IdentityServiceBlockingStub identity;
    private final Reminder erasures;

    IdentitiesClient(@GrpcClient(FEED) IdentityServiceBlockingStub identity, Reminder erasures) {
        this.identity = identity;
        this.erasures = erasures;
    }

    @Override
    public void begunAnew() {
        erasures.remindIdentity();
    }

    @Override
    public String feed() {
        return FEED;
    }

    @Override
    public Iterator<WatchIdentitiesResponse> watch(List<PartitionCursor> cursors, int maxItems) {
        return identity.watchIdentities(WatchIdentitiesRequest.newBuilder()
                .addAllCursors(cursors)
                .setMaxItems(maxItems)
                .build());
    }

    @Override
    public List<ReceivedBatch<IdentityChange>> batches(WatchIdentitiesResponse response) {
        return response.getBatchesList().stream()
                .map(batch -> new ReceivedBatch<>(
                        batch.getHeader(),
                        batch.getItemsList().stream()
                                .<FeedItem<IdentityChange>>map(FeedItem.Change::new)
                                .toList()))
                .toList();
    }

    @Override
    public byte[] encode(IdentityChange change) {
        return change.toByteArray();
    }
}
