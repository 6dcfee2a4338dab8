package io.onefold.kit.access;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.onefold.kit.error.Failure;
import io.onefold.kit.error.Failures;
import io.onefold.kit.error.StatusRenderer;
import io.onefold.proto.type.v1.Access;
import io.onefold.proto.type.v1.Role;
import io.quarkus.arc.All;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Denies by default: a call passes only with a credential that has the role which its RPC states in the proto. */
@GlobalInterceptor
@ApplicationScoped
public class AccessInterceptor implements ServerInterceptor, Prioritized {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String HEALTH = "grpc.health.v1.Health";
    private static final String REFLECTION = "grpc.reflection.";
    private static final int BEFORE_ALL_OTHERS = 1_000_000;

    private final List<Credentials> credentials;
    private final StatusRenderer renderer;
    private final Map<String, Role> roles = new ConcurrentHashMap<>();

    public AccessInterceptor(@All List<Credentials> credentials, StatusRenderer renderer) {
        this.credentials = credentials;
        this.renderer = renderer;
    }

    @Override
    public int getPriority() {
        return BEFORE_ALL_OTHERS;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (isOpen(call.getMethodDescriptor())) {
            return next.startCall(call, headers);
        }
        try {
            Caller caller = admit(call.getMethodDescriptor(), headers);
            return Contexts.interceptCall(Context.current().withValue(Caller.KEY, caller), call, headers, next);
        } catch (Failure denied) {
            StatusRuntimeException rendered = renderer.render(denied);
            Metadata trailers = rendered.getTrailers();
            call.close(rendered.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
    }

    /** Health is asked by probes; reflection, where it is switched on at all, tells no data. */
    private static boolean isOpen(MethodDescriptor<?, ?> method) {
        String service = String.valueOf(method.getServiceName());
        return service.equals(HEALTH) || service.startsWith(REFLECTION);
    }

    private Caller admit(MethodDescriptor<?, ?> method, Metadata headers) {
        Role role = roles.computeIfAbsent(method.getFullMethodName(), name -> roleOf(method));
        Caller caller = Optional.ofNullable(headers.get(AUTHORIZATION))
                .flatMap(Secrets::fromHeader)
                .flatMap(this::find)
                .orElseThrow(Failures::unknownCredential);
        if (role == Role.ROLE_UNSPECIFIED || !caller.has(role)) {
            throw Failures.missingRole(role.name());
        }
        return caller;
    }

    private Optional<Caller> find(String secret) {
        return credentials.stream().flatMap(c -> c.find(secret).stream()).findFirst();
    }

    private static Role roleOf(MethodDescriptor<?, ?> method) {
        if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto) {
            return proto.getMethodDescriptor().getOptions().getExtension(Access.role);
        }
        return Role.ROLE_UNSPECIFIED;
    }
}
