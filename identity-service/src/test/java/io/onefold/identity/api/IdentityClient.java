package io.onefold.identity.api;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.onefold.domain.Identifier;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.domain.Ids;
import io.onefold.proto.identity.v1.EraseRecordsRequest;
import io.onefold.proto.identity.v1.EraseRecordsResponse;
import io.onefold.proto.identity.v1.FixPersonRequest;
import io.onefold.proto.identity.v1.FixPersonResponse;
import io.onefold.proto.identity.v1.GetErasureProgressRequest;
import io.onefold.proto.identity.v1.GetIdentityRequest;
import io.onefold.proto.identity.v1.GetIdentityResponse;
import io.onefold.proto.identity.v1.IdentityServiceGrpc;
import io.onefold.proto.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.onefold.proto.identity.v1.ResolveRequest;
import io.onefold.proto.identity.v1.ResolveResponse;
import io.onefold.proto.identity.v1.Sighting;
import io.onefold.proto.type.v1.Erasure;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Calls the service as its neighbours do: over the wire, with a credential. */
final class IdentityClient implements AutoCloseable {
    private static final IdentifierIds IDS = new IdentifierIds("onefold development secret, not for production");

    /** As ingestion counts them. */
    private static final AtomicLong ERASURES = new AtomicLong();

    private final ManagedChannel channel;

    IdentityClient(int port) {
        this.channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    ManagedChannel channel() {
        return channel;
    }

    IdentityServiceBlockingStub as(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return IdentityServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    ResolveResponse resolve(Sighting... sightings) {
        return resolve(List.of(sightings));
    }

    ResolveResponse resolve(List<Sighting> sightings) {
        return as("dev-internal")
                .withDeadlineAfter(5, TimeUnit.MINUTES)
                .resolve(ResolveRequest.newBuilder().addAllSightings(sightings).build());
    }

    GetIdentityResponse byProfile(String id) {
        return as("dev-read")
                .getIdentity(GetIdentityRequest.newBuilder().setProfileId(id).build());
    }

    GetIdentityResponse byIdentifier(String identifier) {
        return as("dev-read")
                .getIdentity(GetIdentityRequest.newBuilder()
                        .setIdentifier(message(identifier(identifier)))
                        .build());
    }

    FixPersonResponse fix(String workspace, String profileId) {
        return as("dev-internal")
                .fixPerson(FixPersonRequest.newBuilder()
                        .setWorkspace(workspace)
                        .setProfileId(profileId)
                        .build());
    }

    FixPersonResponse fixByIdentifier(String workspace, String identifier) {
        return as("dev-internal")
                .fixPerson(FixPersonRequest.newBuilder()
                        .setWorkspace(workspace)
                        .setIdentifier(message(identifier(identifier)))
                        .build());
    }

    static Erasure erasure(String workspace, FixPersonResponse person) {
        return Erasure.newBuilder()
                .setErasureId(UUID.randomUUID().toString())
                .setWorkspace(workspace)
                .setRequestTime(Timestamp.newBuilder().setSeconds(1_000_000))
                .addAllProfileIds(person.getProfileIdsList())
                .addAllRecordIds(person.getRecordIdsList())
                .addAllIdentifierIds(person.getIdentifierIdsList())
                .addAllNamespaces(person.getNamespacesList())
                .setOrdinal(ERASURES.incrementAndGet())
                .build();
    }

    static Erasure erasure(String workspace, Collection<UUID> records, Collection<UUID> identifiers) {
        Erasure.Builder erasure = erasure(workspace, FixPersonResponse.getDefaultInstance()).toBuilder();
        records.forEach(record -> erasure.addRecordIds(record.toString()));
        identifiers.forEach(identifier -> erasure.addIdentifierIds(identifier.toString()));
        return erasure.build();
    }

    EraseRecordsResponse erase(Erasure erasure) {
        return as("dev-internal")
                .eraseRecords(
                        EraseRecordsRequest.newBuilder().setErasure(erasure).build());
    }

    boolean isWiped(Erasure erasure) {
        return as("dev-internal")
                .getErasureProgress(GetErasureProgressRequest.newBuilder()
                        .setErasureId(erasure.getErasureId())
                        .build())
                .getWiped();
    }

    /** The id of an identifier, written {@code namespace:value}. */
    static UUID id(String workspace, String identifier) {
        return IDS.id(workspace, identifier(identifier));
    }

    /** As a web site of the workspace dev sees it, at so many seconds of the epoch; identifiers are {@code namespace:value}. */
    static Sighting seen(long second, String... identifiers) {
        return sighting("dev", "web", false, second, identifiers).build();
    }

    /** As a source that only enriches sees it. */
    static Sighting enriched(long second, String... identifiers) {
        return sighting("dev", "dmp", true, second, identifiers).build();
    }

    static Sighting.Builder sighting(
            String workspace, String source, boolean enriching, long second, String... identifiers) {
        Sighting.Builder sighting = Sighting.newBuilder()
                .setWorkspace(workspace)
                .setRecordId(record(workspace, identifiers).toString())
                .setSource(source)
                .setEnriching(enriching);
        Stream.of(identifiers)
                .map(IdentityClient::identifier)
                .sorted()
                .forEach(identifier -> sighting.addIdentifiers(message(identifier)));
        sighting.getFirstTimeBuilder().setSeconds(second);
        sighting.getLastTimeBuilder().setSeconds(second);
        return sighting;
    }

    static UUID record(String workspace, String... identifiers) {
        return Ids.record(
                workspace,
                Stream.of(identifiers)
                        .map(identifier -> IDS.id(workspace, identifier(identifier)))
                        .toList());
    }

    static Identifier identifier(String text) {
        int colon = text.indexOf(':');
        return IdentifierNormalizer.normalize(text.substring(0, colon), text.substring(colon + 1));
    }

    static io.onefold.proto.type.v1.Identifier message(Identifier identifier) {
        return io.onefold.proto.type.v1.Identifier.newBuilder()
                .setNamespace(identifier.namespace())
                .setValue(identifier.value())
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
