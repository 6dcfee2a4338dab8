package io.onefold.profile.erasure;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.ingestion.v1.EraseRequest;
import io.onefold.proto.ingestion.v1.ErasureServiceGrpc.ErasureServiceBlockingStub;
import io.onefold.proto.ingestion.v1.GetErasureProgressRequest;
import io.onefold.proto.ingestion.v1.GetErasureProgressResponse;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Has ingestion close the door to persons, over a connection of its own: what is not read yet of the log fills the window of that one's. */
@ApplicationScoped
class IngestionDoorClient {
    private static final long LIMIT_SECONDS = 30;

    private final ErasureServiceBlockingStub ingestion;

    IngestionDoorClient(@GrpcClient("door") ErasureServiceBlockingStub ingestion) {
        this.ingestion = ingestion;
    }

    /** Closes the door again to somebody who was erased before, should ingestion have forgotten it. */
    void eraseAgain(Erasure erasure) {
        var unused = stub().erase(EraseRequest.newBuilder()
                .setErasure(ErasureCodec.write(erasure))
                .setToldAgain(true)
                .build());
    }

    /** How far an erasure is in ingestion; the token stands for it in the log. */
    record Progress(ConsistencyToken token, boolean wiped, String keyHash, Instant requestTime) {}

    /** The token of the erasure; empty when the person has grown since he was fixed. */
    Optional<ConsistencyToken> erase(Erasure erasure, ConsistencyToken knownThrough) {
        EraseRequest request = EraseRequest.newBuilder()
                .setErasure(ErasureCodec.write(erasure))
                .setKnownThrough(knownThrough.encode())
                .build();
        try {
            return Optional.of(ConsistencyToken.decode(stub().erase(request).getConsistencyToken()));
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() == Status.Code.ABORTED) {
                return Optional.empty();
            }
            throw Failures.passedOn(failure)
                    .<RuntimeException>map(refused -> refused)
                    .orElse(failure);
        }
    }

    /** Empty when there is no such erasure. */
    Optional<Progress> progress(UUID erasureId) {
        GetErasureProgressResponse progress = stub().getErasureProgress(GetErasureProgressRequest.newBuilder()
                .setErasureId(erasureId.toString())
                .build());
        return progress.getExists()
                ? Optional.of(new Progress(
                        ConsistencyToken.decode(progress.getConsistencyToken()),
                        progress.getWiped(),
                        progress.getKeyHash(),
                        Instant.ofEpochSecond(
                                progress.getRequestTime().getSeconds(),
                                progress.getRequestTime().getNanos())))
                : Optional.empty();
    }

    private ErasureServiceBlockingStub stub() {
        return ingestion.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
