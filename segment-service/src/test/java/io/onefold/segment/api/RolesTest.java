package io.onefold.segment.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.onefold.proto.segment.v1.AudienceServiceGrpc;
import io.onefold.proto.type.v1.Access;
import io.onefold.proto.type.v1.Role;
import io.onefold.segment.script.SegmentCalls;
import io.onefold.segment.script.ServiceTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who may call. */
@ServiceTest
class RolesTest {
    @Test
    void every_rpc_refuses_who_has_no_credential_or_not_its_role() {
        for (MethodDescriptor<?, ?> method :
                AudienceServiceGrpc.getServiceDescriptor().getMethods()) {
            String wrong = roleOf(method) == Role.ROLE_MANAGE ? "dev-read" : "dev-privacy";
            refuses(Code.UNAUTHENTICATED, "UNKNOWN_CREDENTIAL", () -> call(method, ""));
            refuses(Code.UNAUTHENTICATED, "UNKNOWN_CREDENTIAL", () -> call(method, "nobody"));
            refuses(Code.PERMISSION_DENIED, "MISSING_ROLE", () -> call(method, wrong));
        }
    }

    private static void refuses(Code code, String reason, Executable call) {
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
        assertEquals(code, refused.getStatus().getCode(), refused.getMessage());
        assertEquals(reason, SegmentCalls.reason(refused));
    }

    private static Role roleOf(MethodDescriptor<?, ?> method) {
        ProtoMethodDescriptorSupplier proto =
                (ProtoMethodDescriptorSupplier) Objects.requireNonNull(method.getSchemaDescriptor());
        return proto.getMethodDescriptor().getOptions().getExtension(Access.role);
    }

    /** Any RPC with an empty message: access is refused before it is read. */
    private static void call(MethodDescriptor<?, ?> method, String token) {
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        MethodDescriptor<byte[], byte[]> raw =
                method.toBuilder(new Bytes(), new Bytes()).build();
        Iterator<byte[]> answers = ClientCalls.blockingServerStreamingCall(
                ClientInterceptors.intercept(
                        SegmentCalls.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)),
                raw,
                CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.MINUTES),
                new byte[0]);
        answers.next();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            return new byte[0];
        }
    }
}
