package io.onefold.ingestion.grpc;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.onefold.ingestion.erasure.Eraser;
import io.onefold.ingestion.erasure.Erasure;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.ingestion.v1.EraseRequest;
import io.onefold.proto.ingestion.v1.EraseResponse;
import io.onefold.proto.ingestion.v1.ErasureServiceGrpc;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.GetErasureProgressRequest;
import io.onefold.proto.ingestion.v1.GetErasureProgressResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@GrpcService
class ErasureGrpcService extends ErasureServiceGrpc.ErasureServiceImplBase {
    private final Eraser eraser;
    private final RequestLimits limits;

    ErasureGrpcService(Eraser eraser, RequestLimits limits) {
        this.eraser = eraser;
        this.limits = limits;
    }

    @Override
    @Blocking
    public void erase(EraseRequest request, StreamObserver<EraseResponse> observer) {
        limits.check(request);
        String token = eraser.erase(
                erasure(request.getErasure()),
                ordinal -> item(request.getErasure(), ordinal),
                request.getToldAgain()
                        ? Optional.empty()
                        : Optional.of(ConsistencyToken.decode(request.getKnownThrough())));
        observer.onNext(EraseResponse.newBuilder().setConsistencyToken(token).build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void getErasureProgress(
            GetErasureProgressRequest request, StreamObserver<GetErasureProgressResponse> observer) {
        limits.check(request);
        GetErasureProgressResponse.Builder response = GetErasureProgressResponse.newBuilder();
        eraser.progress(UUID.fromString(request.getErasureId()))
                .ifPresent(progress -> response.setExists(true)
                        .setWiped(progress.wiped())
                        .setConsistencyToken(progress.consistencyToken())
                        .setKeyHash(progress.keyHash())
                        .setRequestTime(timestamp(progress.requestTime())));
        observer.onNext(response.build());
        observer.onCompleted();
    }

    private static Erasure erasure(io.onefold.proto.type.v1.Erasure sent) {
        return new Erasure(
                UUID.fromString(sent.getErasureId()),
                sent.getWorkspace(),
                instant(sent.getRequestTime()),
                ids(sent.getProfileIdsList()),
                ids(sent.getRecordIdsList()),
                ids(sent.getIdentifierIdsList()),
                sent.getNamespacesList(),
                sent.getKeyHash());
    }

    private static byte[] item(io.onefold.proto.type.v1.Erasure erasure, long ordinal) {
        return EventItem.newBuilder()
                .setErasure(erasure.toBuilder().setOrdinal(ordinal))
                .build()
                .toByteArray();
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static List<UUID> ids(List<String> texts) {
        return texts.stream().map(UUID::fromString).toList();
    }

    private static Instant instant(Timestamp time) {
        if (time.getSeconds() < 0 || time.getNanos() < 0 || time.getNanos() >= 1_000_000_000) {
            throw Failures.invalidField("erasure.request_time", "must be a time since 1970");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MICROS);
    }
}
