package io.onefold.profile.change;

import io.onefold.kit.feed.FeedServer;
import io.onefold.profile.event.RawField;
import io.onefold.proto.profile.v1.ProfileBatch;
import io.onefold.proto.profile.v1.ProfileItem;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.Tick;
import java.util.List;

/** The messages of WatchProfiles. */
public final class ProfileFeedCodec implements FeedServer.Codec<ProfileItem, ProfileBatch, WatchProfilesResponse> {
    /** Passed on as it was written. */
    @Override
    public ProfileItem change(byte[] payload) {
        return ProfileItem.newBuilder()
                .setUnknownFields(RawField.of(ProfileItem.CHANGE_FIELD_NUMBER, List.of(payload)))
                .build();
    }

    @Override
    public ProfileItem tick(Tick tick) {
        return ProfileItem.newBuilder().setTick(tick).build();
    }

    @Override
    public ProfileItem wiped() {
        return ProfileItem.getDefaultInstance();
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
