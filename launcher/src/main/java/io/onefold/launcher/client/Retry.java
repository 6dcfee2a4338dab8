package io.onefold.launcher.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls again, as long as the answer itself says when: an error with RetryInfo. */
public final class Retry {
    private static final Duration RECONNECT = Duration.ofMillis(500);

    private Retry() {}

    /** The first answer that is neither an error with RetryInfo nor a service that is away, or the last such error once the time is up. */
    public static <T> T within(Duration limit, Supplier<T> call) {
        Instant end = Instant.now().plus(limit);
        while (true) {
            try {
                return call.get();
            } catch (StatusRuntimeException failure) {
                Duration delay = delay(failure).orElseThrow(() -> failure);
                if (Instant.now().plus(delay).isAfter(end)) {
                    throw failure;
                }
                pause(delay);
            }
        }
    }

    private static Optional<Duration> delay(StatusRuntimeException failure) {
        Status status = StatusProto.fromThrowable(failure);
        if (status == null || status.getDetailsCount() == 0) {
            // Nobody answered at all: the service is being started again, perhaps.
            boolean away = failure.getStatus().getCode() == Code.UNAVAILABLE;
            return away ? Optional.of(RECONNECT) : Optional.empty();
        }
        return status.getDetailsList().stream()
                .filter(detail -> detail.is(RetryInfo.class))
                .findFirst()
                .map(detail -> {
                    try {
                        return Duration.ofMillis(Durations.toMillis(
                                detail.unpack(RetryInfo.class).getRetryDelay()));
                    } catch (InvalidProtocolBufferException e) {
                        throw failure;
                    }
                });
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
