package io.onefold.ingestion;

import static io.grpc.stub.ClientCalls.blockingUnaryCall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.onefold.proto.ingestion.v1.ClockServiceGrpc;
import io.onefold.proto.ingestion.v1.ErasureServiceGrpc;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.IngestionServiceGrpc;
import io.onefold.proto.type.v1.Access;
import io.onefold.proto.type.v1.Role;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every RPC, as the descriptors know them, denies who may not call it. */
@QuarkusTest
class AccessTest extends OnStack {
    private static final Map<Role, String> CREDENTIALS = Map.of(
            Role.ROLE_INGEST, "dev-web",
            Role.ROLE_READ, "dev-read",
            Role.ROLE_PRIVACY, "dev-privacy");

    static Stream<MethodDescriptor<?, ?>> rpcs() {
        return Stream.of(
                        IngestionServiceGrpc.getServiceDescriptor(),
                        ClockServiceGrpc.getServiceDescriptor(),
                        ErasureServiceGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(methods -> methods.stream());
    }

    @ParameterizedTest
    @MethodSource("rpcs")
    void withoutOrWithAnUnknownCredentialNobodyIsLetIn(MethodDescriptor<?, ?> rpc) throws Exception {
        for (String credential : List.of("", "Bearer nobody", "Basic !!", "Bearer", "dev-read")) {
            StatusRuntimeException refused = call(rpc, credential);
            assertEquals(Status.Code.UNAUTHENTICATED, refused.getStatus().getCode(), credential);
            assertEquals("UNKNOWN_CREDENTIAL", info(refused).getReason());
            assertEquals("ingestion.onefold", info(refused).getDomain());
        }
    }

    @ParameterizedTest
    @MethodSource("rpcs")
    void aCredentialOfAnotherRoleIsDenied(MethodDescriptor<?, ?> rpc) throws Exception {
        Role needed = role(rpc);
        for (Map.Entry<Role, String> other : CREDENTIALS.entrySet()) {
            if (other.getKey() != needed) {
                StatusRuntimeException refused = call(rpc, "Bearer " + other.getValue());
                assertEquals(Status.Code.PERMISSION_DENIED, refused.getStatus().getCode(), other.getValue());
                assertEquals("MISSING_ROLE", info(refused).getReason());
                assertEquals(needed.name(), info(refused).getMetadataOrThrow("role"));
            }
        }
    }

    private static Role role(MethodDescriptor<?, ?> rpc) {
        ProtoMethodDescriptorSupplier proto = (ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor();
        assertTrue(proto != null, "an RPC of ours has a schema");
        return proto.getMethodDescriptor().getOptions().getExtension(Access.role);
    }

    private <Q, R> StatusRuntimeException call(MethodDescriptor<Q, R> rpc, String authorization) {
        Metadata headers = new Metadata();
        if (!authorization.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        }
        ManagedChannel channel = service.channel();
        io.grpc.Channel with =
                io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        Q empty = rpc.parseRequest(new java.io.ByteArrayInputStream(new byte[0]));
        return assertThrows(StatusRuntimeException.class, () -> {
            if (rpc.getType() == MethodDescriptor.MethodType.UNARY) {
                var unused = blockingUnaryCall(with, rpc, CallOptions.DEFAULT, empty);
            } else {
                var unused = ClientCalls.blockingServerStreamingCall(with, rpc, CallOptions.DEFAULT, empty)
                        .hasNext();
            }
        });
    }

    private static ErrorInfo info(StatusRuntimeException refused) throws InvalidProtocolBufferException {
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        assertTrue(status != null && status.getDetailsCount() > 0, "an error carries its details");
        return status.getDetails(0).unpack(ErrorInfo.class);
    }

    @Test
    void aTokenThatIsNoSourcesCannotSend() throws Exception {
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> service.verdict("second-ingest", page()));
        assertEquals(Status.Code.UNAUTHENTICATED, refused.getStatus().getCode());
        assertEquals("UNKNOWN_CREDENTIAL", info(refused).getReason());
    }

    @Test
    void aWorkspaceSeesItsOwnEventsAndCountsOnly() {
        String own = service.verdict("second-web", page()).getEventId();
        String foreign = service.verdict("dev-web", page()).getEventId();
        String ownLater = service.verdict("second-web", page()).getEventId();

        List<String> seen = new java.util.ArrayList<>();
        var unused = service.watch("second-read", items -> {
            seen.clear();
            items.values().stream()
                    .flatMap(List::stream)
                    .forEach(item -> seen.add(item.getEvent().getEventId()));
            return seen.contains(own) && seen.contains(ownLater);
        });
        assertFalse(seen.contains(foreign));
        List<String> sources =
                service.as("second-read").getLedger(GetLedgerRequest.getDefaultInstance()).getEntriesList().stream()
                        .map(entry -> entry.getSource())
                        .toList();
        // Other tests may have added sources to the workspace, none of them of these names.
        assertTrue(sources.contains("web"));
        assertTrue(
                Collections.disjoint(sources, List.of("mobile", "social", "support", "email", "crm")),
                sources::toString);
        long dev = service.ledger("dev-read", "web").getReceived();
        service.verdict("second-web", page());
        assertEquals(dev, service.ledger("dev-read", "web").getReceived());
        assertEquals(0, service.ledger("second-read", "crm").getReceived());
    }

    @Test
    void theSuitesOwnServicesSeeEveryWorkspace() {
        String dev = service.verdict("dev-web", page()).getEventId();
        String second = service.verdict("second-web", page()).getEventId();
        assertEquals("dev", service.event("dev-internal", dev).getWorkspace());
        assertEquals("second", service.event("dev-internal", second).getWorkspace());
    }

    /** The same person in two workspaces is two records. */
    @Test
    void nothingTellsThatTwoWorkspacesKnowOnePerson() {
        String event = "{\"type\":\"page\",\"userId\":\"shared-person\"}";
        String dev = service.verdict("dev-mobile", event).getEventId();
        String second = service.verdict("second-web", event).getEventId();
        assertFalse(service.event("dev-read", dev)
                .getRecordId()
                .equals(service.event("second-read", second).getRecordId()));
    }

    private static String page() {
        return "{\"type\":\"page\",\"userId\":\"u\",\"messageId\":\"" + UUID.randomUUID() + "\"}";
    }
}
