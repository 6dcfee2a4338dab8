package io.onefold.kit.error;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Turns whatever was thrown into a gRPC status with ErrorInfo. What is not a {@link Failure} is logged and leaves without its text. */
@ApplicationScoped
public class StatusRenderer {
    private static final Logger LOG = Logger.getLogger(StatusRenderer.class);
    private static final int LONGEST_MESSAGE = 512;
    private static final int LONGEST_VALUE = 1024;
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
                .putAllMetadata(shortened(failure.metadata()))
                .build();
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(failure.code().getNumber())
                .setMessage(shortened(String.valueOf(failure.getMessage()), LONGEST_MESSAGE))
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
        if (Outage.is(thrown)) {
            LOG.warnf("unavailable: %s", thrown);
            return Failures.unavailable("something that the service needs is away", RETRY_DELAY);
        }
        String incident = UUID.randomUUID().toString();
        LOG.errorf(thrown, "incident %s", incident);
        return Failures.internal(incident);
    }

    /** An answer's trailers must fit into 8 KiB of headers, or the client gets a broken stream and no reason at all. */
    private static Map<String, String> shortened(Map<String, String> metadata) {
        Map<String, String> shortened = new HashMap<>();
        metadata.forEach((key, value) -> shortened.put(key, shortened(value, LONGEST_VALUE)));
        return shortened;
    }

    private static String shortened(String text, int longest) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= longest) {
            return text;
        }
        int end = longest;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
    }
}
