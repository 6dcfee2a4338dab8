package io.onefold.launcher.client;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.onefold.launcher.running.ServiceKind;
import io.onefold.proto.identity.v1.IdentityServiceGrpc;
import io.onefold.proto.ingestion.v1.ClockServiceGrpc;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.ingestion.v1.RestoreServiceGrpc;
import io.onefold.proto.operations.v1.ProjectionServiceGrpc;
import io.onefold.proto.profile.v1.PrivacyServiceGrpc;
import io.onefold.proto.profile.v1.ProfileServiceGrpc;
import io.onefold.proto.segment.v1.AudienceServiceGrpc;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls a suite on this machine with the development credentials. */
public final class SuiteClient implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final List<Integer> portOffsets;
    private final Map<ServiceKind, ManagedChannel> channels = new EnumMap<>(ServiceKind.class);

    public SuiteClient(int portOffset) {
        this(List.of(portOffset));
    }

    /** @param portOffsets of the replicas of every service: calls take turns among those that are alive */
    public SuiteClient(List<Integer> portOffsets) {
        this.portOffsets = List.copyOf(portOffsets);
    }

    /** Ingestion for one source. */
    public IngestionServiceGrpc.IngestionServiceBlockingStub ingestion(String writeKey) {
        return as(writeKey, IngestionServiceGrpc.newBlockingStub(channel(ServiceKind.INGESTION)));
    }

    public IngestionServiceGrpc.IngestionServiceBlockingStub ledger() {
        return as("dev-read", IngestionServiceGrpc.newBlockingStub(channel(ServiceKind.INGESTION)));
    }

    public RestoreServiceGrpc.RestoreServiceBlockingStub restores() {
        return as("dev-manage", RestoreServiceGrpc.newBlockingStub(channel(ServiceKind.INGESTION)));
    }

    public ClockServiceGrpc.ClockServiceBlockingStub clock() {
        return as("dev-manage", ClockServiceGrpc.newBlockingStub(channel(ServiceKind.INGESTION)));
    }

    public IdentityServiceGrpc.IdentityServiceBlockingStub identities() {
        return as("dev-read", IdentityServiceGrpc.newBlockingStub(channel(ServiceKind.IDENTITY)));
    }

    public ProfileServiceGrpc.ProfileServiceBlockingStub profiles() {
        return as("dev-read", ProfileServiceGrpc.newBlockingStub(channel(ServiceKind.PROFILE)));
    }

    public PrivacyServiceGrpc.PrivacyServiceBlockingStub privacy() {
        return as("dev-privacy", PrivacyServiceGrpc.newBlockingStub(channel(ServiceKind.PROFILE)));
    }

    /** For calls that do not wait for the ones before them. */
    public ProfileServiceGrpc.ProfileServiceFutureStub profilesAtOnce() {
        return as("dev-read", ProfileServiceGrpc.newFutureStub(channel(ServiceKind.PROFILE)));
    }

    public AudienceServiceGrpc.AudienceServiceBlockingStub audiences() {
        return as("dev-manage", AudienceServiceGrpc.newBlockingStub(channel(ServiceKind.SEGMENT)));
    }

    /** What a service derives. */
    public ProjectionServiceGrpc.ProjectionServiceBlockingStub projections(ServiceKind service) {
        return as("dev-manage", ProjectionServiceGrpc.newBlockingStub(channel(service)));
    }

    private synchronized ManagedChannel channel(ServiceKind service) {
        return channels.computeIfAbsent(
                service,
                kind -> ManagedChannelBuilder.forTarget(Replicas.target(
                                portOffsets.stream().map(kind::httpPort).toList()))
                        .defaultLoadBalancingPolicy("round_robin")
                        .usePlaintext()
                        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                        .build());
    }

    private static <S extends AbstractStub<S>> S as(String secret, S stub) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + secret);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public synchronized void close() {
        channels.values().forEach(ManagedChannel::shutdown);
        for (ManagedChannel channel : channels.values()) {
            try {
                if (!channel.awaitTermination(5, TimeUnit.SECONDS)) {
                    channel.shutdownNow();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                channel.shutdownNow();
            }
        }
    }
}
