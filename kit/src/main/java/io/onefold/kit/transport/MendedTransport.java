package io.onefold.kit.transport;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;

/** Puts right, for every call, what gRPC on Vert.x 4.5 gets wrong: see {@link MendedCall} and {@link LateAnswers}. */
@GlobalInterceptor
@ApplicationScoped
public class MendedTransport implements ServerInterceptor, Prioritized {
    /** Next to the transport: outside of the interceptor that moves blocking methods to a worker. */
    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Context context = Vertx.currentContext();
        RoutingContext routing = context == null ? null : context.getLocal(RoutingContext.class.getName());
        if (context == null || routing == null) {
            // Another transport, such as gRPC's own server.
            return next.startCall(call, headers);
        }
        LateAnswers.leaveInPeace(routing.request().connection());
        MendedCall<ReqT, RespT> mended = new MendedCall<>(call, context, routing.response());
        return mended.ending(next.startCall(mended, headers));
    }
}
