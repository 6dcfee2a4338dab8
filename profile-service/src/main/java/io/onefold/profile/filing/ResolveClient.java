package io.onefold.profile.filing;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.event.FiledEvent;
import io.onefold.profile.ownership.IdentityUpdate;
import io.onefold.proto.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.onefold.proto.identity.v1.ResolveRequest;
import io.onefold.proto.identity.v1.ResolveResponse;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

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
     * @param token stands for every change up to the answer
     */
    record Answer(List<IdentityUpdate> updates, ConsistencyToken token) {}

    /**
     * The changes of the answer are applied as they stand. Its owners are not used by themselves: an owner that differs from what is known
     * here belongs to a change that another call made, and applying it alone would show half of that change. The feed brings it whole,
     * and the token makes the events count as applied only then.
     */
    Answer resolve(List<FiledEvent> events) {
        List<IdentityUpdate> updates = new ArrayList<>();
        ConsistencyToken token = ConsistencyToken.NONE;
        for (List<Sightings.Sighting> part : Sightings.of(events).parts(MAX_SIGHTINGS)) {
            ResolveResponse response = call(part);
            response.getChangesList().forEach(change -> updates.add(codec.read(change)));
            token = token.and(ConsistencyToken.decode(response.getConsistencyToken()));
        }
        return new Answer(updates, token);
    }

    private ResolveResponse call(List<Sightings.Sighting> part) {
        ResolveRequest request = ResolveRequest.newBuilder()
                .addAllSightings(part.stream().map(SightingCodec::write).toList())
                .build();
        try {
            return identity.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS).resolve(request);
        } catch (StatusRuntimeException failure) {
            if (REFUSALS.contains(failure.getStatus().getCode())) {
                // Without its cause: a status would be taken for an outage and tried again for ever.
                throw new IllegalArgumentException("identity refuses the evidence: " + failure.getMessage());
            }
            throw failure;
        }
    }
}
