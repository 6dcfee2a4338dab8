package io.onefold.profile.api;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.grpc.stub.StreamObserver;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.Failures;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.profile.change.Times;
import io.onefold.profile.erasure.PersonEraser;
import io.onefold.proto.profile.v1.ErasePersonRequest;
import io.onefold.proto.profile.v1.ErasePersonResponse;
import io.onefold.proto.profile.v1.Erasure;
import io.onefold.proto.profile.v1.GetErasureRequest;
import io.onefold.proto.profile.v1.GetErasureResponse;
import io.onefold.proto.profile.v1.PrivacyServiceGrpc;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.time.Instant;
import java.util.Optional;

/** The PrivacyService. */
@GrpcService
class PrivacyGrpcService extends PrivacyServiceGrpc.PrivacyServiceImplBase {
    private final PersonEraser eraser;
    private final RequestLimits limits;

    PrivacyGrpcService(PersonEraser eraser, RequestLimits limits) {
        this.eraser = eraser;
        this.limits = limits;
    }

    @Override
    @Blocking
    public void erasePerson(ErasePersonRequest request, StreamObserver<ErasePersonResponse> observer) {
        limits.check(request);
        PersonEraser.Standing standing = eraser.erase(
                Caller.current().workspace(),
                request.getRequestId(),
                ProfileQueryCodec.key(request),
                request.hasRequestTime() ? Optional.of(instant(request.getRequestTime())) : Optional.empty());
        observer.onNext(ErasePersonResponse.newBuilder()
                .setErasure(erasure(request.getRequestId(), standing))
                .build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void getErasure(GetErasureRequest request, StreamObserver<GetErasureResponse> observer) {
        limits.check(request);
        PersonEraser.Standing standing = eraser.get(Caller.current().workspace(), request.getRequestId());
        observer.onNext(GetErasureResponse.newBuilder()
                .setErasure(erasure(request.getRequestId(), standing))
                .build());
        observer.onCompleted();
    }

    private static Instant instant(Timestamp time) {
        if (!Timestamps.isValid(time) || time.getSeconds() < 0) {
            throw Failures.invalidField("request_time", "must be an instant of the years 1970 to 9999");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static Erasure erasure(String requestId, PersonEraser.Standing standing) {
        return Erasure.newBuilder()
                .setRequestId(requestId)
                .setState(standing.erased() ? Erasure.State.STATE_ERASED : Erasure.State.STATE_ERASING)
                .setRecordCount(standing.records())
                .setRefusedIdentifierCount(standing.identifiers())
                .setConsistencyToken(standing.token().encode())
                .setRequestTime(Times.timestamp(standing.requestTime()))
                .build();
    }
}
