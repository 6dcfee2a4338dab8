package io.onefold.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.onefold.launcher.story.Call;
import io.onefold.proto.identity.v1.IdentityServiceGrpc;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.profile.v1.ProfileServiceGrpc;
import io.onefold.proto.segment.v1.AudienceServiceGrpc;
import java.util.List;

/** Does what a reader does with the calls that the demo prints: the same port, RPC and JSON, with the credential that is printed. */
final class PrintedCalls {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final List<ServiceDescriptor> SERVICES = List.of(
            IngestionServiceGrpc.getServiceDescriptor(),
            IdentityServiceGrpc.getServiceDescriptor(),
            ProfileServiceGrpc.getServiceDescriptor(),
            AudienceServiceGrpc.getServiceDescriptor());

    private PrintedCalls() {}

    /** Fails when there is no answer, or an empty one. */
    static void answer(Call call) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", call.port())
                .usePlaintext()
                .build();
        try {
            MethodDescriptor<Message, Message> method = method(call.method());
            Metadata headers = new Metadata();
            headers.put(AUTHORIZATION, "Bearer dev-read");
            Message answer = ClientCalls.blockingUnaryCall(
                    ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                    method,
                    CallOptions.DEFAULT,
                    request(method, call.json()));
            assertFalse(answer.getAllFields().isEmpty(), () -> "an empty answer to " + call);
        } finally {
            channel.shutdownNow();
        }
    }

    private static Message request(MethodDescriptor<Message, Message> method, String json) {
        Message.Builder request = ((PrototypeMarshaller<Message>) method.getRequestMarshaller())
                .getMessagePrototype()
                .newBuilderForType();
        try {
            JsonFormat.parser().merge(json, request);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(json + " is no request of " + method.getFullMethodName(), e);
        }
        return request.build();
    }

    /** Generated descriptors carry the messages' own types; here any message will do. */
    @SuppressWarnings("unchecked")
    private static MethodDescriptor<Message, Message> method(String name) {
        return (MethodDescriptor<Message, Message>) SERVICES.stream()
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> method.getFullMethodName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no RPC " + name));
    }
}
