package io.onefold.kit.served;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stands where {@link io.onefold.kit.transport.MendedTransport} stands, and notes on which threads calls come by. */
@GlobalInterceptor
@ApplicationScoped
public class Witness implements ServerInterceptor, Prioritized {
    private final Map<String, Boolean> onEventLoop = new ConcurrentHashMap<>();

    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        onEventLoop.put(String.valueOf(call.getMethodDescriptor().getBareMethodName()), Context.isOnEventLoopThread());
        return next.startCall(call, headers);
    }

    boolean sawOnEventLoop(String method) {
        return onEventLoop.getOrDefault(method, false);
    }
}
