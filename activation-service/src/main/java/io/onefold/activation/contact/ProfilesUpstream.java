package io.onefold.activation.contact;

import io.onefold.kit.feed.FeedItem;
import io.onefold.kit.feed.ReceivedBatch;
import io.onefold.kit.feed.Upstream;
import io.onefold.proto.profile.v1.ProfileItem;
import io.onefold.proto.profile.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.onefold.proto.profile.v1.WatchProfilesRequest;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.List;

/** The feed of profiles. */
@ApplicationScoped
public class ProfilesUpstream implements Upstream<WatchProfilesResponse, ContactChange> {
    public static final String FEED = "profiles";

    private final ProfileServiceBlockingStub stub;

    ProfilesUpstream(@GrpcClient("profiles") ProfileServiceBlockingStub stub) {
        this.stub = stub;
    }

    @Override
    public String feed() {
        return FEED;
    }

    @Override
    public Iterator<WatchProfilesResponse> watch(List<PartitionCursor> cursors, int maxItems) {
        return stub.watchProfiles(WatchProfilesRequest.newBuilder()
                .addAllCursors(cursors)
                .setMaxItems(maxItems)
                .build());
    }

    @Override
    public List<ReceivedBatch<ContactChange>> batches(WatchProfilesResponse response) {
        return response.getBatchesList().stream()
                .map(batch -> new ReceivedBatch<>(
                        batch.getHeader(),
                        batch.getItemsList().stream()
                                .map(ProfilesUpstream::item)
                                .toList()))
                .toList();
    }

    private static FeedItem<ContactChange> item(ProfileItem item) {
        return item.hasTick()
                ? ReceivedBatch.tick(item.getTick())
                : ReceivedBatch.change(item.getChange(), ContactCodec::read);
    }

    @Override
    public byte[] encode(ContactChange item) {
        return item.received().get();
    }
}
