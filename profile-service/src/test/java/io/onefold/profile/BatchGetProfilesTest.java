package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.Refusal;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.profile.v1.BatchGetProfilesRequest;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ProfileResult;
import io.onefold.proto.type.v1.ErrorReason;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Several views at once, each answered for itself. */
@ServiceTest
class BatchGetProfilesTest {
    private static final GetProfileRequest UNKNOWN = GetProfileRequest.newBuilder()
            .setProfileId(new UUID(4, 2).toString())
            .build();

    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    private static GetProfileRequest of(Identifier identifier) {
        return GetProfileRequest.newBuilder().setIdentifier(identifier).build();
    }

    private List<ProfileResult> get(ConsistencyToken token, GetProfileRequest... requests) {
        return door.reader()
                .batchGetProfiles(BatchGetProfilesRequest.newBuilder()
                        .addAllRequests(List.of(requests))
                        .setConsistencyToken(token.encode())
                        .build())
                .getResultsList();
    }

    @Test
    void eachRequestIsAnsweredForItself() {
        Identifier ann = Given.identifier("user_id", Given.fresh("ann"));
        Identifier shared = Given.identifier("anonymous_id", Given.fresh("kiosk"));
        Instant later = Given.START.plusSeconds(9);
        ConsistencyToken sent = upstreams
                .ingestion()
                .send(List.of(
                        Given.order(Given.fresh("o"), Given.START, "1", ann),
                        Given.order(Given.fresh("o"), later, "2", ann)));
        List<String> candidates = List.of(new UUID(1, 1).toString(), new UUID(1, 2).toString());
        upstreams.identity().contest(Given.WORKSPACE, shared, candidates);

        GetProfileRequest then = of(ann).toBuilder()
                .setAsOf(Given.timestamp(later.minusSeconds(1)))
                .build();
        GetProfileRequest before = of(ann).toBuilder()
                .setAsOf(Given.timestamp(Given.START.minusSeconds(1)))
                .build();
        List<ProfileResult> results =
                get(sent.and(upstreams.identity().heads()), of(ann), UNKNOWN, of(shared), then, before, of(ann));

        Profile present = door.profile(ann, sent);
        assertEquals(6, results.size());
        assertEquals(present, results.get(0).getProfile());
        assertEquals(ErrorReason.ERROR_REASON_PROFILE_NOT_FOUND, results.get(1).getReason());
        assertEquals(
                ErrorReason.ERROR_REASON_IDENTIFIER_CONTESTED, results.get(2).getReason());
        assertEquals(candidates, results.get(2).getCandidateProfileIdsList());
        assertEquals(
                door.profileAsOf(present.getProfileId(), later.minusSeconds(1)),
                results.get(3).getProfile());
        assertEquals(1, results.get(3).getProfile().getEventCount());
        assertEquals(ErrorReason.ERROR_REASON_PROFILE_NOT_FOUND, results.get(4).getReason());
        assertEquals(0, results.get(4).getCandidateProfileIdsCount());
        assertEquals(results.get(0), results.get(5));
    }

    private static void refused(String reason, String field, Runnable call) {
        StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call::run);
        assertEquals(reason, Refusal.of(thrown).reason());
        assertEquals(field, String.valueOf(thrown.getStatus().getDescription()).split(":", 2)[0]);
    }

    @Test
    void aMalformedRequestFailsTheWholeBatchAndIsNamed() {
        refused("INVALID_FIELD", "requests", () -> get(ConsistencyToken.NONE));
        refused(
                "INVALID_FIELD",
                "requests",
                () -> get(
                        ConsistencyToken.NONE, Collections.nCopies(101, UNKNOWN).toArray(GetProfileRequest[]::new)));
        refused(
                "INVALID_FIELD",
                "requests[1].consistency_token",
                () -> get(
                        ConsistencyToken.NONE,
                        UNKNOWN,
                        UNKNOWN.toBuilder().setConsistencyToken("x").build()));
        refused(
                "INVALID_FIELD",
                "requests[1].profile_id",
                () -> get(
                        ConsistencyToken.NONE,
                        UNKNOWN,
                        GetProfileRequest.newBuilder().setProfileId("42").build()));
        refused(
                "INVALID_FIELD",
                "requests[0].as_of",
                () -> get(
                        ConsistencyToken.NONE,
                        UNKNOWN.toBuilder()
                                .setAsOf(com.google.protobuf.Timestamp.newBuilder()
                                        .setSeconds(Long.MAX_VALUE))
                                .build()));
        refused(
                "INVALID_CONSISTENCY_TOKEN",
                "consistency_token",
                () -> door.reader()
                        .batchGetProfiles(BatchGetProfilesRequest.newBuilder()
                                .addRequests(UNKNOWN)
                                .setConsistencyToken("?!")
                                .build()));
    }

    @Test
    void aHundredAtOnceAreAnswered() {
        assertEquals(
                100,
                get(ConsistencyToken.NONE, Collections.nCopies(100, UNKNOWN).toArray(GetProfileRequest[]::new))
                        .size());
    }
}
