package io.onefold.identity.api;

import com.google.protobuf.InvalidProtocolBufferException;
import io.onefold.kit.feed.FeedServer;
import io.onefold.proto.identity.v1.IdentityBatch;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.WatchIdentitiesResponse;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.Tick;
import java.util.List;

/** The feed of identities as messages. */
final class IdentityFeedCodec implements FeedServer.Codec<IdentityChange, IdentityBatch, WatchIdentitiesResponse> {

    @Override
    public IdentityChange change(byte[] payload) throws InvalidProtocolBufferException {
        return IdentityChange.parseFrom(payload);
    }

    @Override
    public IdentityChange tick(Tick tick) {
        throw new IllegalStateException("the feed of identities carries no clock");
    }

    @Override
    public IdentityChange wiped() {
        return IdentityChange.getDefaultInstance();
    }

    @Override
    public IdentityBatch batch(BatchHeader header, List<IdentityChange> items) {
        return IdentityBatch.newBuilder().setHeader(header).addAllItems(items).build();
    }

    @Override
    public WatchIdentitiesResponse response(List<IdentityBatch> batches) {
        return WatchIdentitiesResponse.newBuilder().addAllBatches(batches).build();
    }
}
