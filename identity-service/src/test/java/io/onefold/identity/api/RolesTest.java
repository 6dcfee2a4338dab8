package io.onefold.identity.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.proto.identity.v1.GetIdentityRequest;
import io.onefold.proto.identity.v1.IdentityServiceGrpc;
import io.onefold.proto.identity.v1.Sighting;
import io.onefold.proto.type.v1.Access;
import io.onefold.proto.type.v1.Role;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who may call, and what a caller is told who asks for what cannot be. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "onefold_identity_test"))
class RolesTest {
    @Test
    void everyRpcRefusesWhoHasNoCredentialOrNotItsRole() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            for (MethodDescriptor<?, ?> method :
                    IdentityServiceGrpc.getServiceDescriptor().getMethods()) {
                String wrong = roleOf(method) == Role.ROLE_INTERNAL ? "dev-read" : "dev-privacy";
                refuses(Code.UNAUTHENTICATED, "UNKNOWN_CREDENTIAL", () -> call(identity.channel(), method, ""));
                refuses(Code.UNAUTHENTICATED, "UNKNOWN_CREDENTIAL", () -> call(identity.channel(), method, "nobody"));
                refuses(Code.PERMISSION_DENIED, "MISSING_ROLE", () -> call(identity.channel(), method, wrong));
            }
        }
    }

    private static Role roleOf(MethodDescriptor<?, ?> method) {
        ProtoMethodDescriptorSupplier proto =
                (ProtoMethodDescriptorSupplier) Objects.requireNonNull(method.getSchemaDescriptor());
        return proto.getMethodDescriptor().getOptions().getExtension(Access.role);
    }

    /** Any RPC with an empty message: access is refused before it is read. */
    private static void call(Channel channel, MethodDescriptor<?, ?> method, String token) {
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        MethodDescriptor<byte[], byte[]> raw =
                method.toBuilder(new Bytes(), new Bytes()).build();
        Iterator<byte[]> answers = ClientCalls.blockingServerStreamingCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                raw,
                CallOptions.DEFAULT.withDeadlineAfter(120, TimeUnit.SECONDS),
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

    @Test
    void badInputNamesItsField() {
        refusesField("sightings[0].record_id", sighting -> sighting.setRecordId("no-uuid"));
        refusesField("sightings[0].workspace", sighting -> sighting.setWorkspace("Dev"));
        refusesField("sightings[0].source", sighting -> sighting.setSource(""));
        refusesField("sightings[0].first_time", Sighting.Builder::clearFirstTime);
        refusesField(
                "sightings[0].first_time",
                sighting -> sighting.getFirstTimeBuilder().setSeconds(292_277_026_596L));
        refusesField(
                "sightings[0].last_time",
                sighting -> sighting.getLastTimeBuilder().setSeconds(86_400));
        refusesField(
                "sightings[0].last_time",
                sighting -> sighting.getFirstTimeBuilder().setSeconds(100));
        refusesField(
                "sightings[0].identifiers[0].value",
                sighting -> sighting.getIdentifiersBuilder(0).setValue("a\0b"));
        refusesField(
                "sightings[0].identifiers[0].value",
                sighting -> sighting.getIdentifiersBuilder(0).setValue("x".repeat(513)));
        refusesField("sightings[0].identifiers", sighting -> {
            for (int i = 0; i < 32; i++) {
                sighting.addIdentifiers(sighting.getIdentifiers(0));
            }
        });
        refusesField(
                "sightings.record_id",
                sighting -> sighting.getIdentifiersBuilder(0).setValue("somebody else"));
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            assertEquals("sightings", field(refused(Code.INVALID_ARGUMENT, "INVALID_FIELD", identity::resolve)));
        }
    }

    private static void refusesField(String field, Consumer<Sighting.Builder> spoil) {
        Sighting.Builder sighting = IdentityClient.sighting("dev", "web", false, 1, "user_id:bad-input");
        spoil.accept(sighting);
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            Status status = refused(Code.INVALID_ARGUMENT, "INVALID_FIELD", () -> identity.resolve(sighting.build()));
            assertEquals(field, field(status));
        }
    }

    @Test
    void anUnknownProfileIsNotFound() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            refuses(Code.NOT_FOUND, "PROFILE_NOT_FOUND", () -> identity.byIdentifier("email:nobody@nowhere.example"));
            refuses(
                    Code.NOT_FOUND,
                    "PROFILE_NOT_FOUND",
                    () -> identity.byProfile("00000000-0000-4000-8000-000000000000"));
            refuses(Code.INVALID_ARGUMENT, "INVALID_FIELD", () -> identity.byProfile("nothing like an id"));
            refuses(
                    Code.INVALID_ARGUMENT,
                    "INVALID_FIELD",
                    () -> identity.as("dev-read").getIdentity(GetIdentityRequest.getDefaultInstance()));
        }
    }

    @Test
    void anotherWorkspaceSeesNothing() {
        try (IdentityClient identity = new IdentityClient(RestAssured.port)) {
            String profile = identity.resolve(IdentityClient.sighting("second", "web", false, 1, "user_id:elsewhere")
                            .build())
                    .getOwners(0)
                    .getProfileId();
            refuses(Code.NOT_FOUND, "PROFILE_NOT_FOUND", () -> identity.byProfile(profile));
            refuses(Code.NOT_FOUND, "PROFILE_NOT_FOUND", () -> identity.byIdentifier("user_id:elsewhere"));
        }
    }

    private static void refuses(Code code, String reason, Executable call) {
        Status status = refused(code, reason, call);
        assertTrue(status.getDetailsCount() > 0);
    }

    private static Status refused(Code code, String reason, Executable call) {
        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
        assertEquals(code, refused.getStatus().getCode(), refused.getMessage());
        Status status = Objects.requireNonNull(StatusProto.fromThrowable(refused));
        ErrorInfo info = detail(status, ErrorInfo.class);
        assertEquals(reason, info.getReason());
        assertEquals("identity.onefold", info.getDomain());
        return status;
    }

    private static String field(Status status) {
        return detail(status, BadRequest.class).getFieldViolations(0).getField();
    }

    private static <T extends com.google.protobuf.Message> T detail(Status status, Class<T> type) {
        try {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(type)) {
                    return detail.unpack(type);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + status);
    }
}
