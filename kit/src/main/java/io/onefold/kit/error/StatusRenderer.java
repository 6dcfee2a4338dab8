package io.onefold.kit.error;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Turns whatever was thrown into a gRPC status with ErrorInfo. What is not a {@link Failure} is logged and leaves without its text. */
@ApplicationScoped
public class StatusRenderer {
    private static final Logger LOG = Logger.getLogger(StatusRenderer.class);
    private static final String PREFIX = "ERROR_REASON_";
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final String domain;

    /** @param area the first part of the error domain: `ingestion`, `identity` … */
    public StatusRenderer(@ConfigProperty(name = "onefold.area") String area) {
        this.domain = area + ".onefold";
    }

    public StatusRuntimeException render(Throwable thrown) {
        Failure failure = failureOf(thrown);
        ErrorInfo info = ErrorInfo.newBuilder()
                .setReason(failure.reason().name().substring(PREFIX.length()))
                .setDomain(domain)
                .putAllMetadata(failure.metadata())
                .build();
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(failure.code().getNumber())
                .setMessage(String.valueOf(failure.getMessage()))
                .addDetails(Any.pack(info))
                .addAllDetails(failure.details())
                .build());
    }

    private static Failure failureOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return failure;
            }
        }
        if (isOutage(thrown)) {
            LOG.warnf("unavailable: %s", thrown);
            return Failures.unavailable("something that the service needs is away", RETRY_DELAY);
        }
        String incident = UUID.randomUUID().toString();
        LOG.errorf(thrown, "incident %s", incident);
        return Failures.internal(incident);
    }

    /** A lost connection, a server that is starting or stopping, a statement that waited too long; also another of our services. */
    private static boolean isOutage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof io.smallrye.mutiny.TimeoutException
                    || (cause instanceof PgException pg && isServerState(pg.getSqlState()))
                    || isAway(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isServerState(String sqlState) {
        return sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.startsWith("53");
    }

    private static boolean isAway(Throwable cause) {
        io.grpc.Status.Code code;
        if (cause instanceof StatusRuntimeException runtime) {
            code = runtime.getStatus().getCode();
        } else if (cause instanceof StatusException checked) {
            code = checked.getStatus().getCode();
        } else {
            return false;
        }
        return code == io.grpc.Status.Code.UNAVAILABLE || code == io.grpc.Status.Code.DEADLINE_EXCEEDED;
    }
}
