package io.onefold.profile.support;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.profile.v1.BatchGetFactsRequest;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.PrivacyServiceGrpc;
import io.onefold.proto.profile.v1.PrivacyServiceGrpc.PrivacyServiceBlockingStub;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.profile.v1.ProfileServiceGrpc;
import io.onefold.proto.profile.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.ScanProfilesResponse;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The way into the service, over the wire. */
@ApplicationScoped
public class Door {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private @Nullable ManagedChannel channel;

    /** A stub that sends the development token, or none when it is empty. */
    public ProfileServiceBlockingStub as(String token) {
        ProfileServiceBlockingStub stub = ProfileServiceGrpc.newBlockingStub(channel());
        if (token.isEmpty()) {
            return stub;
        }
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** The rights of persons, with a development token. */
    public PrivacyServiceBlockingStub privacy(String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return PrivacyServiceGrpc.newBlockingStub(channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    public ProfileServiceBlockingStub reader() {
        return as("dev-read");
    }

    public ProfileServiceBlockingStub internal() {
        return as("dev-internal");
    }

    public Profile profile(Identifier identifier, ConsistencyToken token) {
        return reader().getProfile(GetProfileRequest.newBuilder()
                        .setIdentifier(identifier)
                        .setConsistencyToken(token.encode())
                        .build())
                .getProfile();
    }

    public Profile profile(String profileId, ConsistencyToken token) {
        return reader().getProfile(GetProfileRequest.newBuilder()
                        .setProfileId(profileId)
                        .setConsistencyToken(token.encode())
                        .build())
                .getProfile();
    }

    public Profile profileAsOf(String profileId, Instant asOf) {
        return reader().getProfile(GetProfileRequest.newBuilder()
                        .setProfileId(profileId)
                        .setAsOf(Given.timestamp(asOf))
                        .build())
                .getProfile();
    }

    /** The facts of some profiles: what one of the selectors selects. */
    public List<ProfileFacts> facts(List<FactSelector> selectors, String... profileIds) {
        return internal()
                .batchGetFacts(BatchGetFactsRequest.newBuilder()
                        .addAllProfileIds(List.of(profileIds))
                        .addAllSelectors(selectors)
                        .build())
                .getProfilesList();
    }

    public List<ScanProfilesResponse> scan(ScanProfilesRequest request) {
        List<ScanProfilesResponse> responses = new ArrayList<>();
        internal().scanProfiles(request).forEachRemaining(responses::add);
        return responses;
    }

    /** Waits until what the token stands for is in the feed of profiles. */
    public void await(ConsistencyToken token) {
        internal()
                .getProgress(GetProgressRequest.newBuilder()
                        .setConsistencyToken(token.encode())
                        .build());
    }

    /** Where the feed of profiles stands, with what the token stands for: a scan of a workspace without profiles says it. */
    public List<PartitionCursor> heads(ConsistencyToken token) {
        return scan(ScanProfilesRequest.newBuilder()
                        .setWorkspace("nobody")
                        .setConsistencyToken(token.encode())
                        .build())
                .get(0)
                .getWatchCursorsList();
    }

    public Watch watch(List<PartitionCursor> cursors, Collection<String> profiles) {
        return new Watch(this, cursors, profiles);
    }

    private synchronized ManagedChannel channel() {
        ManagedChannel open = channel;
        if (open == null) {
            int port = Optional.of(ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class))
                    .filter(p -> p > 0)
                    .orElseGet(() -> ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class));
            open = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .maxInboundMessageSize(64 << 20)
                    .build();
            channel = open;
        }
        return open;
    }

    void close(@Observes ShutdownEvent event) {
        if (channel != null) {
            channel.shutdownNow();
        }
    }
}
