package io.onefold.kit.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.onefold.devstack.DevStackTestResource;
import io.onefold.kit.support.Steady;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller gets to see: who it is, and of a failure what to do, never how the service is made. */
@QuarkusTest
@QuarkusTestResource(
        value = DevStackTestResource.class,
        initArgs = @ResourceArg(name = "fresh-database", value = "onefold_kit"))
class ErrorsTest {
    @Inject
    Calls calls;

    @Test
    void theCallerIsKnownOnTheWorkerThread() {
        String who = calls.ledger("dev-read", "who");
        assertTrue(who.startsWith("dev/[ROLE_READ]/executor-thread"), who);
    }

    @Test
    void theServicesOwnTokenGoesWithItsClients() {
        assertTrue(calls.ledgerByInjectedClient("who").startsWith("/[ROLE_INTERNAL]/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer nobody", "Basic !!!", "dev-read"})
    void anUnknownCredentialIsRefused(String authorization) {
        Status status = failure(() -> calls.ledgerWith(authorization, "who"));
        assertEquals(Code.UNAUTHENTICATED_VALUE, status.getCode());
        assertEquals("UNKNOWN_CREDENTIAL", detail(status, ErrorInfo.class).getReason());
    }

    @Test
    void aMissingRoleIsNamed() {
        Status status = failure(() -> calls.blocking("dev-privacy").ingest(IngestRequest.getDefaultInstance()));
        assertEquals(Code.PERMISSION_DENIED_VALUE, status.getCode());
        ErrorInfo info = detail(status, ErrorInfo.class);
        assertEquals("MISSING_ROLE", info.getReason());
        assertEquals("kit.onefold", info.getDomain());
        assertEquals("ROLE_INGEST", info.getMetadataOrThrow("role"));
    }

    @Test
    void textThatNoColumnTakesIsNamed() {
        Status status = failure(() -> calls.ledger("dev-read", "a\0b"));
        assertEquals(Code.INVALID_ARGUMENT_VALUE, status.getCode());
        assertEquals(
                "source", detail(status, BadRequest.class).getFieldViolations(0).getField());
    }

    @Test
    void anAnswerFitsIntoItsTrailersHoweverLongItsReason() {
        Status status = failure(() -> calls.ledger("dev-read", "long"));
        ErrorInfo info = detail(status, ErrorInfo.class);
        assertEquals("IDENTIFIER_CONTESTED", info.getReason());
        assertTrue(info.getMetadataOrThrow("candidates").startsWith("candidate"));
        assertTrue(status.getSerializedSize() < 6_000, "the status has " + status.getSerializedSize() + " bytes");
    }

    @Test
    void anInvalidFieldIsNamed() {
        Status status = failure(() -> calls.ledger("dev-read", "invalid"));
        assertEquals(Code.INVALID_ARGUMENT_VALUE, status.getCode());
        assertEquals("INVALID_FIELD", detail(status, ErrorInfo.class).getReason());
        assertEquals(
                "source", detail(status, BadRequest.class).getFieldViolations(0).getField());
    }

    @Test
    void theLimitsOfTheProtoHold() {
        Status status = failure(() -> calls.ledger("dev-read", "x".repeat(65)));
        assertEquals(Code.INVALID_ARGUMENT_VALUE, status.getCode());
        assertEquals(
                "source", detail(status, BadRequest.class).getFieldViolations(0).getField());
    }

    @Test
    void aDelayIsGivenWhereTryingAgainHelps() {
        Status status = failure(() -> calls.ledger("dev-read", "overloaded"));
        assertEquals(Code.RESOURCE_EXHAUSTED_VALUE, status.getCode());
        RetryInfo retry = detail(status, RetryInfo.class);
        assertEquals(1, retry.getRetryDelay().getSeconds());
        assertEquals(500_000_000, retry.getRetryDelay().getNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fault", "sql"})
    void aFaultOfOursTellsAnIncidentAndNothingElse(String deed) {
        StatusRuntimeException thrown =
                assertThrows(StatusRuntimeException.class, () -> calls.ledger("dev-read", deed));
        Status status = StatusProto.fromThrowable(thrown);
        assertEquals(Code.INTERNAL_VALUE, status.getCode());
        ErrorInfo info = detail(status, ErrorInfo.class);
        assertEquals("INTERNAL", info.getReason());
        assertEquals(36, info.getMetadataOrThrow("incident").length());
        String all = thrown + " " + thrown.getTrailers() + " " + status;
        assertFalse(
                all.contains("Vault")
                        || all.contains("IllegalState")
                        || all.contains("PgException")
                        || all.contains("no_such_table")
                        || all.contains("42P01"),
                all);
    }

    @Test
    void aTokenThatIsNotSatisfiedIsSaidInTime() {
        // The answer leaves a moment before the deadline: on a busy machine not every one is in time.
        Steady.reach(
                () -> {
                    Status status = failure(() -> calls.blocking("dev-read")
                            .withDeadlineAfter(1, TimeUnit.SECONDS)
                            .getLedger(Calls.request("await")));
                    return status.getCode() != Code.DEADLINE_EXCEEDED_VALUE && isNotYetConsistent(status);
                },
                "the answer is never in time");
    }

    private static boolean isNotYetConsistent(Status status) {
        assertEquals("NOT_YET_CONSISTENT", detail(status, ErrorInfo.class).getReason());
        assertTrue(detail(status, RetryInfo.class).hasRetryDelay());
        return true;
    }

    private static Status failure(org.junit.jupiter.api.function.Executable call) {
        return StatusProto.fromThrowable(assertThrows(StatusRuntimeException.class, call));
    }

    private static <M extends Message> M detail(Status status, Class<M> kind) {
        try {
            for (Any any : status.getDetailsList()) {
                if (any.is(kind)) {
                    return any.unpack(kind);
                }
            }
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
        throw new AssertionError("no " + kind.getSimpleName() + " in " + status);
    }
}
