package io.onefold.ingestion.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.ingestion.OnStack;
import io.onefold.ingestion.Service;
import io.onefold.kit.sql.Database;
import io.onefold.proto.ingestion.v1.EndRestoreRequest;
import io.onefold.proto.ingestion.v1.FindUnclaimedEventsRequest;
import io.onefold.proto.ingestion.v1.GetRestoreRequest;
import io.onefold.proto.ingestion.v1.GetRestoreResponse;
import io.onefold.proto.ingestion.v1.ListLostEventsRequest;
import io.onefold.proto.ingestion.v1.ListLostEventsResponse;
import io.onefold.proto.ingestion.v1.LostEvent;
import io.onefold.proto.ingestion.v1.RestoreServiceGrpc;
import io.onefold.proto.ingestion.v1.RestoreServiceGrpc.RestoreServiceBlockingStub;
import io.onefold.proto.ingestion.v1.ReturnClaimsRequest;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.onefold.proto.type.v1.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** After a restore nothing is taken in before the claims are back; then nothing that was filed before counts twice. */
@QuarkusTest
class RestoreTest extends OnStack {
    private static final String OTHER_TIMELINE = "update feed_origin set timeline = timeline + 1";
    private static final String FORGET = "delete from claim where event_id = any($1::uuid[])";

    @Inject
    Database database;

    private final String user = "restored-" + UUID.randomUUID();

    /** Others go on with the same service. */
    @AfterEach
    void goOn() {
        end(standing().getEpoch());
    }

    private RestoreServiceBlockingStub restores() {
        return Service.with("dev-internal", RestoreServiceGrpc.newBlockingStub(service.channel()));
    }

    private GetRestoreResponse standing() {
        return restores().getRestore(GetRestoreRequest.getDefaultInstance());
    }

    private void end(long epoch) {
        var unused = restores()
                .endRestore(EndRestoreRequest.newBuilder().setEpoch(epoch).build());
    }

    /** As a store of before these events, on another timeline. */
    private void restore(List<Event> lacking) {
        UUID[] ids = lacking.stream()
                .map(event -> UUID.fromString(event.getEventId()))
                .toArray(UUID[]::new);
        database.inTransaction(tx -> {
            tx.execute(FORGET, (Object) ids);
            tx.execute(OTHER_TIMELINE);
        });
    }

    private static LostEvent lost(Event event) {
        return LostEvent.newBuilder()
                .setEventId(event.getEventId())
                .setWorkspace(event.getWorkspace())
                .setSource(event.getSource())
                .setMessageId(event.getMessageId())
                .setEventTime(event.getEventTime())
                .setRecordId(event.getRecordId())
                .build();
    }

    /** Its time follows from when it arrives: sent again, it would be another time. */
    private String tracked(String messageId) {
        return """
                {"type":"track","event":"Seen","messageId":"%s","userId":"%s",
                 "originalTimestamp":"2026-06-01T10:00:00Z","sentAt":"2026-06-01T10:00:05Z"}""".formatted(messageId, user);
    }

    private Event filed(String messageId) {
        return service.event(
                "dev-internal", service.verdict("dev-web", tracked(messageId)).getEventId());
    }

    private ListLostEventsResponse page(String token) {
        return Service.with("dev-manage", RestoreServiceGrpc.newBlockingStub(service.channel()))
                .listLostEvents(ListLostEventsRequest.newBuilder()
                        .setPageSize(2)
                        .setPageToken(token)
                        .build());
    }

    @Test
    void nothingIsTakenInBeforeTheClaimsAreBackAndThenItCountsOnce() {
        String id = "r-" + user;
        Event event = filed(id);
        long before = standing().getEpoch();
        assertFalse(standing().getAwaiting());
        restore(List.of(event));

        GetRestoreResponse standing = standing();
        assertTrue(standing.getAwaiting());
        assertTrue(standing.getEpoch() > before);
        assertEquals(16, standing.getPartitionsCount());
        assertTrue(standing.getPartitionsList().stream().anyMatch(partition -> partition.getBeganAt() > 0));
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> service.verdict("dev-web", tracked(id)));
        assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
        RestAssured.given()
                .auth()
                .preemptive()
                .basic("dev-web", "")
                .contentType(ContentType.JSON)
                .body(tracked(id))
                .post("/v1/track")
                .then()
                .statusCode(503)
                .header("Retry-After", "1");

        String unknown = UUID.randomUUID().toString();
        assertEquals(
                List.of(event.getEventId(), unknown),
                restores()
                        .findUnclaimedEvents(FindUnclaimedEventsRequest.newBuilder()
                                .addEventIds(event.getEventId())
                                .addEventIds(unknown)
                                .build())
                        .getEventIdsList());
        ReturnClaimsRequest returned =
                ReturnClaimsRequest.newBuilder().addEvents(lost(event)).build();
        assertEquals(1, restores().returnClaims(returned).getReturned());
        assertEquals(0, restores().returnClaims(returned).getReturned());
        end(before);
        assertTrue(standing().getAwaiting(), "the end of an earlier restore is not this one's");
        end(standing.getEpoch());

        Verdict again = service.verdict("dev-web", tracked(id));
        assertEquals(Outcome.OUTCOME_DUPLICATE, again.getOutcome());
        assertFalse(again.getConflict(), "nobody knows what the first one said");
        assertEquals(
                Outcome.OUTCOME_ACCEPTED,
                service.verdict("dev-web", tracked("later-" + user)).getOutcome());
    }

    @Test
    void whatIsMissingIsNamedPageByPage() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            events.add(filed("n" + i + "-" + user));
        }
        restore(events.subList(0, 4));
        var unused = restores()
                .returnClaims(ReturnClaimsRequest.newBuilder()
                        .addAllEvents(events.stream().map(RestoreTest::lost).toList())
                        .build());
        List<LostEvent> named = new ArrayList<>();
        String token = "";
        do {
            ListLostEventsResponse page = page(token);
            assertTrue(page.getEventsCount() <= 2);
            named.addAll(page.getEventsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        named.removeIf(event -> !event.getMessageId().endsWith(user));
        List<LostEvent> expected = events.subList(0, 4).stream()
                .map(RestoreTest::lost)
                .sorted((a, b) -> a.getEventId().compareTo(b.getEventId()))
                .toList();
        assertEquals(expected, named);
    }

    @Test
    void aForgedPageTokenIsRefused() {
        assertEquals(
                Status.Code.INVALID_ARGUMENT,
                assertThrows(StatusRuntimeException.class, () -> page("bm9uc2Vuc2U"))
                        .getStatus()
                        .getCode());
    }
}
