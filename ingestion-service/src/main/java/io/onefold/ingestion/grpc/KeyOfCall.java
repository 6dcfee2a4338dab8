package io.onefold.ingestion.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.onefold.kit.access.Secrets;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Keeps the key that a call came with: a stream lives longer than a key may. */
@GlobalInterceptor
@ApplicationScoped
public class KeyOfCall implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> KEY = Context.keyWithDefault("onefold-key-of-call", "");

    /** The key of the call that is being served on this thread; empty when it has none. */
    static String current() {
        return KEY.get();
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        String key = Optional.ofNullable(headers.get(AUTHORIZATION))
                .flatMap(Secrets::fromHeader)
                .orElse("");
        return Contexts.interceptCall(Context.current().withValue(KEY, key), call, headers, next);
    }
}
