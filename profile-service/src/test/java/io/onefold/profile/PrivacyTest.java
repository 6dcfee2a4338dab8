package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.Wait;
import io.onefold.domain.Ids;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.Upstream;
import io.onefold.kit.sql.Database;
import io.onefold.profile.erasure.Reminder;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.Refusal;
import io.onefold.profile.support.ScriptedIdentity;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.identity.v1.IdentityChange;
import io.onefold.proto.identity.v1.WatchIdentitiesResponse;
import io.onefold.proto.profile.v1.ErasePersonRequest;
import io.onefold.proto.profile.v1.Erasure;
import io.onefold.proto.profile.v1.GetErasureRequest;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Asking for an erasure, and being told how far it is. */
@ServiceTest
class PrivacyTest {
    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    @Inject
    Reminder reminder;

    @Inject
    Database database;

    @Inject
    Upstream<WatchIdentitiesResponse, IdentityChange> identities;

    private final Identifier user = Given.identifier("user_id", Given.fresh("ann"));
    private final String requestId = Given.fresh("ticket");

    private ErasePersonRequest.Builder request() {
        return ErasePersonRequest.newBuilder().setRequestId(requestId).setIdentifier(user);
    }

    private Erasure erase(ErasePersonRequest request) {
        return door.privacy("dev-privacy").erasePerson(request).getErasure();
    }

    private Erasure state() {
        return door.privacy("dev-privacy")
                .getErasure(
                        GetErasureRequest.newBuilder().setRequestId(requestId).build())
                .getErasure();
    }

    private static StatusRuntimeException refused(Runnable call) {
        return assertThrows(StatusRuntimeException.class, call::run);
    }

    private void known() {
        door.profile(user, upstreams.ingestion().send(List.of(Given.order(Given.fresh("o"), Given.START, "1", user))));
    }

    @Test
    void aPersonIsErasedAndTheSameRequestAgainIsTheSame() throws InterruptedException {
        known();
        Instant asked = Instant.now().minusSeconds(5);
        Erasure erasure = erase(request().setRequestTime(Given.timestamp(asked)).build());
        assertEquals(Erasure.State.STATE_ERASING, erasure.getState());
        assertEquals(1, erasure.getRecordCount());
        assertEquals(1, erasure.getRefusedIdentifierCount());
        ConsistencyToken token = ConsistencyToken.decode(erasure.getConsistencyToken());
        assertEquals(
                Status.Code.NOT_FOUND,
                refused(() -> door.profile(user, token)).getStatus().getCode());
        Wait.until(Duration.ofSeconds(60), "it is erased", () -> state().getState() == Erasure.State.STATE_ERASED);
        int before = upstreams.door().asked();
        Erasure again = erase(request().build());
        assertEquals(before, upstreams.door().asked());
        assertEquals(erasure.getConsistencyToken(), again.getConsistencyToken());
        assertEquals(
                erasure.getRequestTime().getSeconds(), again.getRequestTime().getSeconds());
        assertEquals(1, again.getRecordCount());
    }

    @Test
    void whoGrowsMeanwhileIsAskedForAgain() {
        known();
        int before = upstreams.door().asked();
        upstreams.door().refuse(3);
        assertEquals(1, erase(request().build()).getRecordCount());
        assertEquals(before + 4, upstreams.door().asked());
    }

    @Test
    void ingestionIsRemindedOfAllErasuresWhenItBeginsAnew() {
        known();
        Erasure erasure = erase(request().build());
        ConsistencyToken token = ConsistencyToken.decode(erasure.getConsistencyToken());
        assertEquals(
                Status.Code.NOT_FOUND,
                refused(() -> door.profile(user, token)).getStatus().getCode());
        reminder.remindIngestion();
        assertTrue(upstreams
                .door()
                .reminded()
                .contains(Ids.erasure(Given.WORKSPACE, requestId).toString()));
    }

    @Test
    void identityIsToldOfAllErasuresWhenItBeginsAnew() {
        known();
        Erasure erasure = erase(request().build());
        ConsistencyToken token = ConsistencyToken.decode(erasure.getConsistencyToken());
        refused(() -> door.profile(user, token));
        String id = Ids.erasure(Given.WORKSPACE, requestId).toString();
        long before =
                upstreams.identity().askedToErase().stream().filter(id::equals).count();
        identities.begunAnew();
        assertEquals(
                before + 1,
                upstreams.identity().askedToErase().stream().filter(id::equals).count());
    }

    @Test
    void theSameNameForAnotherRequestIsRefused() {
        known();
        Instant asked = Instant.now().minusSeconds(5);
        String token =
                erase(request().setRequestTime(Given.timestamp(asked)).build()).getConsistencyToken();
        Identifier otherWriting =
                user.toBuilder().setValue(" " + user.getValue() + " ").build();
        assertEquals(token, erase(request().setIdentifier(otherWriting).build()).getConsistencyToken());
        int before = upstreams.door().asked();
        for (ErasePersonRequest another : List.of(
                request()
                        .setIdentifier(Given.identifier("user_id", Given.fresh("bob")))
                        .build(),
                request().setProfileId(UUID.randomUUID().toString()).build(),
                request().setRequestTime(Given.timestamp(asked.plusSeconds(1))).build())) {
            Refusal refusal = Refusal.of(refused(() -> erase(another)));
            assertEquals("REQUEST_ID_REUSED", refusal.reason(), another.toString());
        }
        assertEquals(before, upstreams.door().asked());
    }

    @Test
    void aPersonIsNotErasedBeforeEveryPartitionHasToldIt() throws InterruptedException {
        known();
        int late = 3;
        upstreams.door().lateIn(late);
        erase(request().build());
        String id = Ids.erasure(Given.WORKSPACE, requestId).toString();
        Wait.until(
                Duration.ofSeconds(60),
                "the others have told it",
                () -> database.snapshot(tx -> tx.query(
                                        "select from erasure where erasure_id = $1 and wiped_time is not null",
                                        UUID.fromString(id))
                                .size())
                        == 1);
        assertEquals(Erasure.State.STATE_ERASING, state().getState());
        upstreams.ingestion().eraseIn(late, upstreams.door().told(id));
        Wait.until(Duration.ofSeconds(60), "it is erased", () -> state().getState() == Erasure.State.STATE_ERASED);
    }

    /** Ingestion holds what identity never heard of. */
    @Test
    void whatCouldNotBeFiledOfAPersonIsErasedToo() throws InterruptedException {
        known();
        Identifier cookie = Given.identifier("anonymous_id", Given.fresh("c"));
        Event malformed = Given.order(Given.fresh("o"), Given.START, "5", user, cookie).toBuilder()
                .setProperties("{\"total\":")
                .build();
        Event others = malformed.toBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setRecordId(Given.record(cookie))
                .clearIdentifiers()
                .addIdentifiers(cookie)
                .build();
        long before = setAside();
        upstreams.ingestion().send(List.of(malformed, others));
        Wait.until(Duration.ofSeconds(60), "both are set aside", () -> setAside() == before + 2);
        assertEquals(2, erase(request().build()).getRecordCount());
        List<String> records = upstreams
                .door()
                .told(Ids.erasure(Given.WORKSPACE, requestId).toString())
                .getRecordIdsList();
        assertTrue(records.contains(Given.record(user, cookie)), records.toString());
        Wait.until(Duration.ofSeconds(60), "only the other's is set aside", () -> setAside() == before + 1);
    }

    @Test
    void aPersonOfVeryManyRecordsIsErasedInParts() throws InterruptedException {
        assertErasedInParts();
    }

    /** As rules may decide when records that spoke for it are gone. */
    @Test
    void whatComesApartBetweenThePartsIsErasedToo() throws InterruptedException {
        upstreams.identity().comingApart(true);
        try {
            assertErasedInParts();
        } finally {
            upstreams.identity().comingApart(false);
        }
    }

    private void assertErasedInParts() throws InterruptedException {
        UUID profile = UUID.randomUUID();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Identifier cookie = Given.identifier("anonymous_id", Given.fresh("c"));
            upstreams.identity().plan(Given.record(user, cookie), profile);
            events.add(Given.order(Given.fresh("o"), Given.START, "1", user, cookie));
        }
        assertEquals(5, door.profile(user, upstreams.ingestion().send(events)).getEventCount());
        int before = upstreams.door().asked();
        upstreams.identity().inPartsOf(2);
        try {
            Erasure erasure = erase(request().build());
            assertEquals(before + 3, upstreams.door().asked());
            assertEquals(1, erasure.getRecordCount(), "of the last part");
            ConsistencyToken token = ConsistencyToken.decode(erasure.getConsistencyToken());
            assertEquals(
                    Status.Code.NOT_FOUND,
                    refused(() -> door.profile(user, token)).getStatus().getCode());
            Wait.until(Duration.ofSeconds(60), "it is erased", () -> state().getState() == Erasure.State.STATE_ERASED);
            UUID[] records = events.stream()
                    .map(event -> UUID.fromString(event.getRecordId()))
                    .toArray(UUID[]::new);
            int left =
                    database.snapshot(tx -> tx.query("select from timeline where record_id = any($1)", (Object) records)
                            .size());
            assertEquals(0, left);
        } finally {
            upstreams.identity().inPartsOf(10_000);
        }
    }

    private long setAside() {
        return database.snapshot(tx ->
                tx.query("select count(*) from cursor_poison").iterator().next().getLong(0));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertEquals("ERASURE_NOT_FOUND", Refusal.of(refused(() -> state())).reason());
        assertEquals(
                Status.Code.PERMISSION_DENIED,
                refused(() -> door.privacy("dev-read").erasePerson(request().build()))
                        .getStatus()
                        .getCode());
        assertEquals(
                Status.Code.PERMISSION_DENIED,
                refused(() -> door.privacy("dev-manage")
                                .getErasure(GetErasureRequest.newBuilder()
                                        .setRequestId("x")
                                        .build()))
                        .getStatus()
                        .getCode());
        for (ErasePersonRequest wrong : List.of(
                request().clearRequestId().build(),
                request().clearKey().build(),
                request().setProfileId("no uuid").build(),
                request()
                        .setRequestTime(Given.timestamp(Instant.now().plusSeconds(3600)))
                        .build())) {
            assertEquals(
                    "INVALID_FIELD", Refusal.of(refused(() -> erase(wrong))).reason(), wrong.toString());
        }
        Refusal contested = Refusal.of(refused(() -> erase(request()
                .setIdentifier(Given.identifier("user_id", ScriptedIdentity.REFUSED))
                .build())));
        assertEquals("IDENTIFIER_CONTESTED", contested.reason());
        assertEquals("profile.onefold", contested.domain());
        assertEquals("a,b", contested.metadata().get("candidates"));
    }
}
