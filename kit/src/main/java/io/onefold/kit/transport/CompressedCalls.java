package io.onefold.kit.transport;

import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.onefold.kit.error.Failures;
import io.onefold.kit.error.StatusRenderer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Base64;
import java.util.Locale;

/**
 * Refuses calls that gRPC compresses, before anything of them is read. gRPC on Vert.x holds a message against its limit as it was sent; what it
 * unpacks to has none, so that a few KiB could take all memory. And not by an interceptor: a call that is closed there still reads what was sent.
 */
@ApplicationScoped
class CompressedCalls {
    private static final int BEFORE_ALL_OTHERS = -2_000;
    private static final String GRPC = "application/grpc";
    private static final String ENCODING = "grpc-encoding";
    private static final String AS_IT_IS = "identity";
    /** HTTP/2's word for: the answer is whole, send no more. */
    private static final long NO_ERROR = 0;

    private final StatusRenderer renderer;

    CompressedCalls(StatusRenderer renderer) {
        this.renderer = renderer;
    }

    void routes(@Observes Router router) {
        var unused = router.route().order(BEFORE_ALL_OTHERS).handler(this::look);
    }

    private void look(RoutingContext call) {
        if (isCompressed(call.request())) {
            refuse(call.request());
        } else {
            call.next();
        }
    }

    /** Every header of the name counts: who looks for one may find another than who looks for one elsewhere. */
    private static boolean isCompressed(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null
                && type.strip().toLowerCase(Locale.ROOT).startsWith(GRPC)
                && !request.headers().getAll(ENCODING).stream().allMatch(AS_IT_IS::equals);
    }

    private void refuse(HttpServerRequest request) {
        StatusRuntimeException rendered = renderer.render(Failures.compressed());
        HttpServerResponse response = request.response();
        var sent = response.putHeader(HttpHeaders.CONTENT_TYPE, GRPC)
                .putHeader(
                        "grpc-status",
                        Integer.toString(rendered.getStatus().getCode().value()))
                .putHeader("grpc-message", String.valueOf(rendered.getStatus().getDescription()))
                .putHeader("grpc-accept-encoding", AS_IT_IS)
                .putHeader("grpc-status-details-bin", details(rendered))
                .end();
        if (request.version() == HttpVersion.HTTP_2) {
            boolean unused = response.reset(NO_ERROR);
        } else {
            var unused = sent.onComplete(done -> request.connection().close());
        }
    }

    private static String details(StatusRuntimeException rendered) {
        com.google.rpc.Status status = StatusProto.fromThrowable(rendered);
        return status == null ? "" : Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray());
    }
}
