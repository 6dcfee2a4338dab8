package io.onefold.profile.filing;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.erasure.Erasure;
import io.onefold.profile.erasure.ErasureCodec;
import io.onefold.profile.event.FiledEvent;
import io.onefold.profile.ownership.IdentityUpdate;
import io.onefold.proto.identity.v1.EraseRecordsRequest;
import io.onefold.proto.identity.v1.EraseRecordsResponse;
import io.onefold.proto.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.onefold.proto.identity.v1.RecordOwner;
import io.onefold.proto.identity.v1.ResolveRequest;
import io.onefold.proto.identity.v1.ResolveResponse;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Files the evidence of events with identity, over a connection of its own: what the lanes have not read yet of identity's feed fills the
 * window of the connection that it comes by, and answers would wait behind it.
 */
@ApplicationScoped
class ResolveClient {
    private static final int MAX_SIGHTINGS = 10_000;
    private static final long LIMIT_SECONDS = 30;
    /** Identity says that it will never take this. */
    private static final Set<Status.Code> REFUSALS =
            Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION, Status.Code.OUT_OF_RANGE);

    private final IdentityServiceBlockingStub identity;
    private final IdentityCodec codec;

    ResolveClient(@GrpcClient("resolve") IdentityServiceBlockingStub identity, IdentityCodec codec) {
        this.identity = identity;
        this.codec = codec;
    }

    /**
     * Identity's answer.
     *
     * @param updates the changes that the evidence made
     * @param erased records that are an erased person's: their evidence was not filed
     * @param token stands for every change up to the answer
     */
    record Answer(List<IdentityUpdate> updates, Set<UUID> erased, ConsistencyToken token) {}

    /**
     * The changes of the answer are applied as they stand. Its owners are not used by themselves: an owner that differs from what is known
     * here belongs to a change that another call made, and applying it alone would show half of that change. The feed brings it whole,
     * and the token makes the events count as applied only then.
     */
    Answer resolve(List<FiledEvent> events) {
        List<IdentityUpdate> updates = new ArrayList<>();
        Set<UUID> erased = new HashSet<>();
        ConsistencyToken token = ConsistencyToken.NONE;
        for (List<Sightings.Sighting> part : Sightings.of(events).parts(MAX_SIGHTINGS)) {
            ResolveResponse response = call(part);
            response.getChangesList().forEach(change -> updates.add(codec.read(change)));
            response.getOwnersList().stream()
                    .filter(RecordOwner::getErased)
                    .forEach(owner -> erased.add(UUID.fromString(owner.getRecordId())));
            token = token.and(ConsistencyToken.decode(response.getConsistencyToken()));
        }
        return new Answer(updates, erased, token);
    }

    /** Has identity erase a person, if it has not yet. What that changed is the same whenever it is asked. */
    Answer erase(Erasure erasure) {
        EraseRecordsResponse response = answered(() -> identity.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                .eraseRecords(EraseRecordsRequest.newBuilder()
                        .setErasure(ErasureCodec.write(erasure))
                        .build()));
        return new Answer(
                response.getChangesList().stream().map(codec::read).toList(),
                Set.of(),
                ConsistencyToken.decode(response.getConsistencyToken()));
    }

    private ResolveResponse call(List<Sightings.Sighting> part) {
        ResolveRequest request = ResolveRequest.newBuilder()
                .addAllSightings(part.stream().map(SightingCodec::write).toList())
                .build();
        return answered(() ->
                identity.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS).resolve(request));
    }

    private static <T> T answered(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException failure) {
            if (REFUSALS.contains(failure.getStatus().getCode())) {
                // Without its cause: a status would be taken for an outage and tried again for ever.
                throw new IllegalArgumentException("identity refuses the evidence: " + failure.getMessage());
            }
            throw failure;
        }
    }
}
