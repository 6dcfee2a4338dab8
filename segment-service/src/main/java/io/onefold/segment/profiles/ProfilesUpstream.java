package io.onefold.segment.profiles;

import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.FeedItem;
import io.onefold.kit.feed.ReceivedBatch;
import io.onefold.kit.feed.Upstream;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.ProfileItem;
import io.onefold.proto.profile.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.onefold.proto.profile.v1.WatchProfilesRequest;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The feed of profiles. */
@ApplicationScoped
public class ProfilesUpstream implements Upstream<WatchProfilesResponse, ChangedProfile> {
    public static final String FEED = "profiles";
    private static final Logger LOG = Logger.getLogger(ProfilesUpstream.class);
    private static final long ANSWER_SECONDS = 5;

    private final ProfileServiceBlockingStub stub;
    private final ProfileServiceBlockingStub questions;

    ProfilesUpstream(
            @GrpcClient("profiles") ProfileServiceBlockingStub stub,
            @GrpcClient("facts") ProfileServiceBlockingStub questions) {
        this.stub = stub;
        this.questions = questions;
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
    public List<ReceivedBatch<ChangedProfile>> batches(WatchProfilesResponse response) {
        return response.getBatchesList().stream()
                .map(batch -> new ReceivedBatch<>(
                        batch.getHeader(),
                        batch.getItemsList().stream()
                                .map(ProfilesUpstream::item)
                                .toList()))
                .toList();
    }

    private static FeedItem<ChangedProfile> item(ProfileItem item) {
        return item.hasTick()
                ? ReceivedBatch.tick(item.getTick())
                : ReceivedBatch.change(item.getChange(), ChangeCodec::read);
    }

    /** Over the connection of the questions, as everything that this service asks. */
    @Override
    public boolean answers() {
        try {
            var unused = questions
                    .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .getProgress(GetProgressRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException away) {
            LOG.infof("the profile-service does not answer: %s", away.getStatus());
            return false;
        }
    }

    @Override
    public byte[] encode(ChangedProfile item) {
        return item.received().toByteArray();
    }
}
