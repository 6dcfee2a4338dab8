package io.onefold.kit.access;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Sends the service's own token with every call to another service of the suite. */
@GlobalInterceptor
@ApplicationScoped
public class InternalToken implements ClientInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final String header;

    public InternalToken(TokenCredentials credentials) {
        this.header = "Bearer " + credentials.internalToken();
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
            MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<RespT> listener, Metadata headers) {
                // A caller that brings its own credential, such as a test, keeps it.
                if (!headers.containsKey(AUTHORIZATION)) {
                    headers.put(AUTHORIZATION, header);
                }
                super.start(listener, headers);
            }
        };
    }
}
