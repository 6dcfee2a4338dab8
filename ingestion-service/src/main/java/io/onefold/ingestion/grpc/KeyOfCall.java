package io.onefold.ingestion.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.onefold.ingestion.intake.CountedCalls;
import io.onefold.kit.access.Secrets;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Keeps the key that a call came with: a stream lives longer than a key may. */
@GlobalInterceptor
@ApplicationScoped
public class KeyOfCall implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> KEY = Context.keyWithDefault("onefold-key-of-call", "");

    private static final Context.Key<LongConsumer> HANDED_ON = Context.keyWithDefault("onefold-handed-on", bytes -> {});

    /** Takes how many bytes of the call that is being served on this thread were handed on. */
    static LongConsumer handedOn() {
        return HANDED_ON.get();
    }

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
        Context served = Context.current().withValues(KEY, key, HANDED_ON, CountedCalls.handedOn(call));
        return Contexts.interceptCall(served, call, headers, next);
    }
}
