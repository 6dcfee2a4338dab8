package io.onefold.kit.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.onefold.proto.type.v1.ErrorReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every error that a caller can get, each with what the caller must do. */
public final class Failures {
    private static final Set<io.grpc.Status.Code> OF_CALLERS = Set.of(
            io.grpc.Status.Code.INVALID_ARGUMENT,
            io.grpc.Status.Code.NOT_FOUND,
            io.grpc.Status.Code.FAILED_PRECONDITION,
            io.grpc.Status.Code.OUT_OF_RANGE);

    private Failures() {}

    /** Mend the named field and send again. */
    public static Failure invalidField(String field, String description) {
        return invalidFields(List.of(violation(field, description)));
    }

    /** Mend the named fields and send again. */
    public static Failure invalidFields(List<FieldViolation> violations) {
        FieldViolation first = violations.get(0);
        return new Failure(
                Code.INVALID_ARGUMENT,
                ErrorReason.ERROR_REASON_INVALID_FIELD,
                first.getField() + ": " + first.getDescription(),
                Map.of(),
                BadRequest.newBuilder().addAllFieldViolations(violations).build());
    }

    /** Mend the rule; the field names the node. */
    public static Failure invalidRule(String field, String description) {
        return new Failure(
                Code.INVALID_ARGUMENT,
                ErrorReason.ERROR_REASON_INVALID_RULE,
                field + ": " + description,
                Map.of(),
                BadRequest.newBuilder()
                        .addFieldViolations(violation(field, description))
                        .build());
    }

    /** Start from the first page. */
    public static Failure invalidPageToken() {
        return new Failure(
                Code.INVALID_ARGUMENT,
                ErrorReason.ERROR_REASON_INVALID_PAGE_TOKEN,
                "page_token: not a token of this listing; start from the first page",
                Map.of(),
                BadRequest.newBuilder()
                        .addFieldViolations(violation("page_token", "not a token of this listing"))
                        .build());
    }

    /** Send the token as it was returned. */
    public static Failure invalidConsistencyToken() {
        return new Failure(
                Code.INVALID_ARGUMENT,
                ErrorReason.ERROR_REASON_INVALID_CONSISTENCY_TOKEN,
                "consistency_token: cannot be read; send one as it was returned",
                Map.of());
    }

    /** Send the cursor as the feed gave it. */
    public static Failure invalidCursor(String cursor) {
        return new Failure(
                Code.INVALID_ARGUMENT,
                ErrorReason.ERROR_REASON_INVALID_CURSOR,
                "cursor: cannot be read; send one as the feed gave it",
                Map.of("cursor", cursor));
    }

    /** Scan again, and watch from the new cursors. */
    public static Failure cursorLost(int partition, String why) {
        return new Failure(
                Code.FAILED_PRECONDITION,
                ErrorReason.ERROR_REASON_CURSOR_LOST,
                "the cursor of partition " + partition + " " + why + "; scan again and watch from the new cursors",
                Map.of("partition", Integer.toString(partition)));
    }

    /** Send `authorization: Bearer <token>`, or Basic with a write key as the user. */
    public static Failure unknownCredential() {
        return new Failure(
                Code.UNAUTHENTICATED,
                ErrorReason.ERROR_REASON_UNKNOWN_CREDENTIAL,
                "no or an unknown credential; send `authorization: Bearer <token>`, or Basic with a write key as the user",
                Map.of());
    }

    /** Call with a credential that has the role. */
    public static Failure missingRole(String role) {
        return new Failure(
                Code.PERMISSION_DENIED,
                ErrorReason.ERROR_REASON_MISSING_ROLE,
                "the credential lacks the role " + role,
                Map.of("role", role));
    }

    /** Nothing to repeat: there is no such profile. */
    public static Failure profileNotFound(String key) {
        return new Failure(
                Code.NOT_FOUND,
                ErrorReason.ERROR_REASON_PROFILE_NOT_FOUND,
                "no profile has " + key,
                Map.of("key", key));
    }

    /** Erase the person again under this name, or ask by the name that it was given. */
    public static Failure erasureNotFound(String requestId) {
        return new Failure(
                Code.NOT_FOUND,
                ErrorReason.ERROR_REASON_ERASURE_NOT_FOUND,
                "no erasure is called " + requestId,
                Map.of("request_id", requestId));
    }

    /** Ask again who the person is, and erase that. */
    public static Failure personGrew() {
        return new Failure(
                Code.ABORTED,
                ErrorReason.ERROR_REASON_PERSON_GREW,
                "something new was linked to the person meanwhile; ask again who it is",
                Map.of());
    }

    /** Choose a new request id, or ask for what it stands for. */
    public static Failure requestIdReused() {
        return new Failure(
                Code.FAILED_PRECONDITION,
                ErrorReason.ERROR_REASON_REQUEST_ID_REUSED,
                "the request id stands for another request; choose a new one",
                Map.of());
    }

    /** Ask by one of the candidates' ids, or by another identifier. */
    public static Failure identifierContested(String identifier, Collection<String> candidates) {
        return new Failure(
                Code.FAILED_PRECONDITION,
                ErrorReason.ERROR_REASON_IDENTIFIER_CONTESTED,
                "several profiles claim " + identifier + "; ask by profile id or by another identifier",
                Map.of("identifier", identifier, "candidates", String.join(",", candidates)));
    }

    /** Nothing to repeat: there is no such audience. */
    public static Failure audienceNotFound(String audience) {
        return new Failure(
                Code.NOT_FOUND,
                ErrorReason.ERROR_REASON_AUDIENCE_NOT_FOUND,
                "no audience is called " + audience,
                Map.of("audience", audience));
    }

    /** Choose another name. */
    public static Failure audienceExists(String audience) {
        return new Failure(
                Code.ALREADY_EXISTS,
                ErrorReason.ERROR_REASON_AUDIENCE_EXISTS,
                "an audience called " + audience + " exists with another rule",
                Map.of("audience", audience));
    }

    /** Try again a little later. */
    public static Failure notYetConsistent(Duration retryDelay) {
        return new Failure(
                Code.FAILED_PRECONDITION,
                ErrorReason.ERROR_REASON_NOT_YET_CONSISTENT,
                "what the consistency token stands for is not applied yet",
                Map.of(),
                retryAfter(retryDelay));
    }

    /** Advance to a later time: a clock never goes back. */
    public static Failure clockBehind(Instant present) {
        return new Failure(
                Code.FAILED_PRECONDITION,
                ErrorReason.ERROR_REASON_CLOCK_BEHIND,
                "the clock already stands at " + present + " and never goes back",
                Map.of("time", present.toString()));
    }

    /** Use a workspace that has no events yet, on a deployment that allows replay clocks. */
    public static Failure replayRefused(String why) {
        return new Failure(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_REPLAY_REFUSED, why, Map.of());
    }

    /** Ask for less, or split the request. */
    public static Failure limitExceeded(String what) {
        return new Failure(Code.OUT_OF_RANGE, ErrorReason.ERROR_REASON_LIMIT_EXCEEDED, what, Map.of());
    }

    /** Delete what is not needed: a workspace has as many as it may have. */
    public static Failure tooMany(String what) {
        return new Failure(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_LIMIT_EXCEEDED, what, Map.of());
    }

    /** Slow down: try again after the delay. */
    public static Failure overloaded(String what, Duration retryDelay) {
        return new Failure(
                Code.RESOURCE_EXHAUSTED, ErrorReason.ERROR_REASON_OVERLOADED, what, Map.of(), retryAfter(retryDelay));
    }

    /** Try again after the delay: something that the service needs is away. */
    public static Failure unavailable(String what, Duration retryDelay) {
        return new Failure(
                Code.UNAVAILABLE, ErrorReason.ERROR_REASON_UNAVAILABLE, what, Map.of(), retryAfter(retryDelay));
    }

    /** Send the same without compression. */
    public static Failure compressed() {
        return new Failure(
                Code.UNIMPLEMENTED,
                ErrorReason.ERROR_REASON_COMPRESSED,
                "messages that gRPC compresses are not taken; send them as they are",
                Map.of());
    }

    /** Report the incident: the cause is in the log under its id, and not in the answer. */
    static Failure internal(String incident) {
        return new Failure(
                Code.INTERNAL,
                ErrorReason.ERROR_REASON_INTERNAL,
                "a fault of ours; it was logged as incident " + incident,
                Map.of("incident", incident));
    }

    /**
     * What another service of the suite says that its caller must do, for whoever only passes the question on; empty when it says no such
     * thing, and it is not the caller's to mend.
     */
    public static Optional<Failure> passedOn(StatusRuntimeException refused) {
        Status status = StatusProto.fromThrowable(refused);
        if (status == null || !OF_CALLERS.contains(refused.getStatus().getCode())) {
            return Optional.empty();
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                return Optional.of(passedOn(status, info(detail)));
            }
        }
        return Optional.empty();
    }

    private static Failure passedOn(Status status, ErrorInfo info) {
        return new Failure(
                Code.forNumber(status.getCode()),
                ErrorReason.valueOf("ERROR_REASON_" + info.getReason()),
                status.getMessage(),
                info.getMetadataMap(),
                status.getDetailsList().stream()
                        .filter(detail -> !detail.is(ErrorInfo.class))
                        .toList());
    }

    private static ErrorInfo info(Any detail) {
        try {
            return detail.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException notOurs) {
            throw new IllegalArgumentException("an ErrorInfo that cannot be read", notOurs);
        }
    }

    public static FieldViolation violation(String field, String description) {
        return FieldViolation.newBuilder()
                .setField(field)
                .setDescription(description)
                .build();
    }

    private static RetryInfo retryAfter(Duration delay) {
        return RetryInfo.newBuilder()
                .setRetryDelay(Durations.fromMillis(delay.toMillis()))
                .build();
    }
}
