package io.onefold.profile.change;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.kit.feed.FeedServer;
import io.onefold.proto.profile.v1.ProfileBatch;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.profile.v1.ProfileItem;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.Tick;
import java.util.List;

/** The messages of WatchProfiles. */
public final class ProfileFeedCodec implements FeedServer.Codec<ProfileItem, ProfileBatch, WatchProfilesResponse> {
    @Override
    public ProfileItem change(byte[] payload) throws InvalidProtocolBufferException {
        return ProfileItem.newBuilder()
                .setChange(ProfileChange.parseFrom(payload))
                .build();
    }

    @Override
    public ProfileItem tick(Tick tick) {
        return ProfileItem.newBuilder().setTick(tick).build();
    }

    @Override
    public ProfileBatch batch(BatchHeader header, List<ProfileItem> items) {
        return ProfileBatch.newBuilder().setHeader(header).addAllItems(items).build();
    }

    @Override
    public WatchProfilesResponse response(List<ProfileBatch> batches) {
        return WatchProfilesResponse.newBuilder().addAllBatches(batches).build();
    }
}
