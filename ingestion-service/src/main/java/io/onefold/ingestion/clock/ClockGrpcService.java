package io.onefold.ingestion.clock;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.onefold.kit.access.Caller;
import io.onefold.kit.error.Failures;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.ingestion.v1.AdvanceClockRequest;
import io.onefold.proto.ingestion.v1.AdvanceClockResponse;
import io.onefold.proto.ingestion.v1.ClockServiceGrpc;
import io.onefold.proto.ingestion.v1.GetClockRequest;
import io.onefold.proto.ingestion.v1.GetClockResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

@GrpcService
class ClockGrpcService extends ClockServiceGrpc.ClockServiceImplBase {
    private static final long YEAR_10000 =
            Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond();

    private final FeedClock clock;
    private final RequestLimits limits;

    ClockGrpcService(FeedClock clock, RequestLimits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    @Blocking
    public void getClock(GetClockRequest request, StreamObserver<GetClockResponse> observer) {
        FeedClock.Reading reading = clock.read(Caller.current().workspace());
        GetClockResponse.Builder response = GetClockResponse.newBuilder().setReplay(reading.replay());
        reading.time().ifPresent(time -> response.setTime(timestamp(time)));
        observer.onNext(response.build());
        observer.onCompleted();
    }

    @Override
    @Blocking
    public void advanceClock(AdvanceClockRequest request, StreamObserver<AdvanceClockResponse> observer) {
        limits.check(request);
        FeedClock.Advance advance = clock.advance(Caller.current().workspace(), instant(request.getTime()));
        observer.onNext(AdvanceClockResponse.newBuilder()
                .setTime(timestamp(advance.time()))
                .setConsistencyToken(advance.consistencyToken())
                .build());
        observer.onCompleted();
    }

    private static Instant instant(Timestamp time) {
        boolean inRange = time.getSeconds() >= 0
                && time.getSeconds() < YEAR_10000
                && time.getNanos() >= 0
                && time.getNanos() < 1_000_000_000;
        if (!inRange) {
            throw Failures.invalidField("time", "must lie in the years 1970 to 9999");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MICROS);
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
