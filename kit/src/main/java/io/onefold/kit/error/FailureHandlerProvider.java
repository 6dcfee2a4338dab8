package io.onefold.kit.error;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;

/** Replaces Quarkus's own handler, which sends the Java class name and the message to the client. */
@ApplicationScoped
public class FailureHandlerProvider implements ExceptionHandlerProvider {
    private final StatusRenderer renderer;

    public FailureHandlerProvider(StatusRenderer renderer) {
        this.renderer = renderer;
    }

    @Override
    public <ReqT, RespT> ExceptionHandler<ReqT, RespT> createHandler(
            Listener<ReqT> listener, ServerCall<ReqT, RespT> call, Metadata headers) {
        return new ExceptionHandler<>(listener, call, headers) {
            @Override
            protected void handleException(Throwable thrown, ServerCall<ReqT, RespT> failed, Metadata metadata) {
                StatusRuntimeException rendered = transform(thrown);
                Metadata trailers = rendered.getTrailers();
                failed.close(rendered.getStatus(), trailers == null ? new Metadata() : trailers);
            }
        };
    }

    @Override
    public StatusRuntimeException transform(Throwable thrown) {
        return isRendered(thrown) ? (StatusRuntimeException) thrown : renderer.render(thrown);
    }

    /** Only what the renderer made carries a google.rpc.Status; a status from another service is one more cause to render. */
    private static boolean isRendered(Throwable thrown) {
        com.google.rpc.Status status = null;
        if (thrown instanceof StatusRuntimeException runtime) {
            status = StatusProto.fromThrowable(runtime);
        } else if (thrown instanceof StatusException checked) {
            status = StatusProto.fromThrowable(checked);
        }
        return status != null && thrown instanceof StatusRuntimeException && status.getDetailsCount() > 0;
    }
}
