package io.onefold.ingestion.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.onefold.devstack.Wait;
import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.OnStack;
import io.onefold.kit.sql.Database;
import io.onefold.proto.ingestion.v1.IngestStreamResponse;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.type.v1.ErrorReason;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One stream: every request gets its answer, whatever is wrong with another; and a client that does not read is not read. */
@QuarkusTest
class IngestStreamTest extends OnStack {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    IngestStreams streams;

    @Inject
    IngestionConfig config;

    @Inject
    Database database;

    /** Those of other tests are cancelled, and forgotten a little later. */
    @BeforeEach
    void noStreams() throws InterruptedException {
        Wait.until(
                PATIENCE,
                "other tests' streams are forgotten",
                () -> streams.inWork().isEmpty());
    }

    private static String track() {
        return "{\"type\":\"track\",\"event\":\"x\",\"userId\":\"s-1\",\"messageId\":\"" + UUID.randomUUID() + "\"}";
    }

    private static List<String> tracks(int n) {
        return IntStream.range(0, n).mapToObj(i -> track()).toList();
    }

    @Test
    void eachOfManyRequestsIsAnsweredOnceAndAHalfClosedStreamEndsAfterItsAnswers() throws Exception {
        int requests = 400;
        LedgerEntry before = service.ledger("dev-read", "mobile");
        try (StreamClient client = new StreamClient(service, "dev-mobile")) {
            for (int i = 0; i < requests; i++) {
                client.send("r-" + i, tracks(50));
            }
            client.halfClose();
            Set<String> answered = new HashSet<>();
            for (int i = 0; i < requests; i++) {
                IngestStreamResponse answer = client.next();
                assertTrue(answered.add(answer.getRequestId()), answer.getRequestId() + " came twice");
                assertEquals(50, answer.getResponse().getVerdictsCount());
                assertFalse(answer.getResponse().getConsistencyToken().isEmpty());
                answer.getResponse()
                        .getVerdictsList()
                        .forEach(verdict -> assertEquals(Verdict.Outcome.OUTCOME_ACCEPTED, verdict.getOutcome()));
            }
            assertEquals(Status.Code.OK, client.ended().getCode());
        }
        LedgerEntry after = service.ledger("dev-read", "mobile");
        assertEquals(requests * 50L, after.getAccepted() - before.getAccepted());
        assertEquals(requests * 50L, after.getReceived() - before.getReceived());
        Wait.until(
                PATIENCE, "an ended stream is forgotten", () -> streams.inWork().isEmpty());
    }

    @Test
    void aRequestBeyondItsLimitsIsAnsweredInItsPlaceAndTheStreamGoesOn() throws Exception {
        try (StreamClient client = new StreamClient(service, "dev-web")) {
            client.send("none", List.of());
            IngestStreamResponse none = client.next();
            assertEquals("none", none.getRequestId());
            assertEquals(ErrorReason.ERROR_REASON_INVALID_FIELD, none.getError().getReason());
            assertEquals(0, none.getError().getRetryAfterMillis());
            assertTrue(none.getError().getMessage().startsWith("events:"));

            client.send("many", Collections.nCopies(2501, "{}"));
            assertEquals(
                    ErrorReason.ERROR_REASON_INVALID_FIELD,
                    client.next().getError().getReason());

            String tooLong = "x".repeat(65);
            client.send(tooLong, tracks(1));
            IngestStreamResponse named = client.next();
            assertEquals(tooLong, named.getRequestId());
            assertTrue(named.getError().getMessage().startsWith("request_id:"));

            client.send("", List.of(track(), "not JSON", "{\"type\":\"dance\",\"userId\":\"u\"}"));
            IngestStreamResponse good = client.next();
            assertEquals("", good.getRequestId());
            assertEquals(
                    List.of("", "json", "unknown_type"),
                    good.getResponse().getVerdictsList().stream()
                            .map(Verdict::getReason)
                            .toList());
            client.halfClose();
            assertEquals(Status.Code.OK, client.ended().getCode());
        }
    }

    @Test
    void aStreamWithoutRequestsEnds() {
        try (StreamClient client = new StreamClient(service, "dev-web")) {
            client.halfClose();
            assertEquals(Status.Code.OK, client.ended().getCode());
        }
    }

    /** The database goes away under a commit: its requests are told so, in their places, and sent again they are taken. */
    @Test
    void anOutageIsAnsweredInPlaceAndPasses() throws Exception {
        String event = track();
        try (StreamClient client = new StreamClient(service, "dev-web");
                HeldHeads held = new HeldHeads(database)) {
            client.send("first", List.of(event));
            IngestStreamResponse away = client.next(held::terminateWaiting);
            assertEquals("first", away.getRequestId());
            assertEquals(ErrorReason.ERROR_REASON_UNAVAILABLE, away.getError().getReason());
            assertTrue(away.getError().getRetryAfterMillis() > 0);
            held.close();
            IngestStreamResponse taken = sentUntilTaken(client, event);
            assertEquals(
                    Verdict.Outcome.OUTCOME_ACCEPTED,
                    taken.getResponse().getVerdicts(0).getOutcome());
        }
    }

    /** As clients do: a connection that was cut a moment ago may be met once more. */
    private static IngestStreamResponse sentUntilTaken(StreamClient client, String event) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            client.send("again-" + attempt, List.of(event));
            IngestStreamResponse answer = client.next();
            assertEquals("again-" + attempt, answer.getRequestId());
            if (answer.hasResponse()) {
                return answer;
            }
            assertEquals(ErrorReason.ERROR_REASON_UNAVAILABLE, answer.getError().getReason());
            assertTrue(attempt < 100, "never taken again");
        }
    }

    @Test
    void atMost64RequestsAreInWork() throws Exception {
        try (StreamClient client = new StreamClient(service, "dev-web")) {
            try (HeldHeads held = new HeldHeads(database)) {
                for (int i = 0; i < 200; i++) {
                    client.send("r-" + i, tracks(1));
                }
                Wait.until(
                        PATIENCE,
                        "64 requests are in work",
                        () -> streams.inWork().equals(List.of(64)));
                Wait.until(PATIENCE, "a commit waits for the heads", () -> held.waiting() > 0);
                // Each look asks the database, so there is time for a 65th to come.
                for (int look = 0; look < 50; look++) {
                    assertTrue(held.waiting() > 0);
                    assertEquals(List.of(64), streams.inWork());
                }
            }
            for (int i = 0; i < 200; i++) {
                assertTrue(client.next().hasResponse());
            }
        }
    }

    /** The client's window of 1 MiB is soon full of answers; then the service may take no more than its 64. */
    @Test
    void aClientThatDoesNotReadIsNotReadAndLosesNothing() throws Exception {
        int requests = 1500;
        int events = 150;
        List<String> bad = Collections.nCopies(events, "not JSON");
        long before = service.ledger("dev-read", "survey").getReceived();
        try (StreamClient client = new StreamClient(service, "dev-survey")) {
            for (int i = 0; i < requests; i++) {
                client.send("r-" + i, bad);
            }
            client.halfClose();
            // Whoever else sends is not hindered; and in the end, while they do, nothing more is read from the stream.
            Wait.until(PATIENCE, "nothing more is read", () -> isAtRest(before));
            long taken = receivedSince(before);
            assertTrue(taken < requests * events / 3, taken + " events of a client that reads nothing");

            Set<String> answered = new HashSet<>();
            for (int i = 0; i < requests; i++) {
                IngestStreamResponse answer = client.next();
                assertEquals(events, answer.getResponse().getVerdictsCount());
                answered.add(answer.getRequestId());
            }
            assertEquals(requests, answered.size());
            assertEquals(Status.Code.OK, client.ended().getCode());
            assertEquals((long) requests * events, receivedSince(before));
        }
    }

    /** All that the stream may hold is in work, and the number of received events is the same before and after 200 events of others. */
    private boolean isAtRest(long before) {
        long taken = receivedSince(before);
        for (int i = 0; i < 200; i++) {
            assertEquals(
                    Verdict.Outcome.OUTCOME_ACCEPTED,
                    service.verdict("dev-web", track()).getOutcome());
        }
        return taken == receivedSince(before) && streams.inWork().equals(List.of(64));
    }

    private long receivedSince(long before) {
        return service.ledger("dev-read", "survey").getReceived() - before;
    }

    @Test
    void cancelledStreamsAreForgottenAndWhatTheyHeldIsFree() throws Exception {
        List<String> bad = Collections.nCopies(500, "not JSON" + "x".repeat(1000));
        for (int round = 0; round < 30; round++) {
            List<StreamClient> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                StreamClient client = new StreamClient(service, "dev-survey");
                client.send("a", bad);
                client.send("b", bad);
                clients.add(client);
            }
            Wait.until(PATIENCE, "the streams begin", () -> streams.inWork().size() == 4);
            clients.forEach(StreamClient::close);
            Wait.until(
                    PATIENCE,
                    "cancelled streams are forgotten",
                    () -> streams.inWork().isEmpty());
        }
        // 120 MB were sent; had their bytes not been given back, nothing more would be let in.
        assertEquals(
                Verdict.Outcome.OUTCOME_ACCEPTED,
                service.verdict("dev-web", track()).getOutcome());
    }

    /** What the service does to its streams when it stops. */
    @Test
    void aStoppedStreamAnswersWhatItHasReadAndSendsTheClientElsewhere() throws Exception {
        try (StreamClient client = new StreamClient(service, "dev-web");
                HeldHeads held = new HeldHeads(database)) {
            for (int i = 0; i < 5; i++) {
                client.send("r-" + i, tracks(1));
            }
            Wait.until(
                    PATIENCE, "5 requests are in work", () -> streams.inWork().equals(List.of(5)));
            streams.stopOpen();
            held.close();
            for (int i = 0; i < 5; i++) {
                assertTrue(client.next().hasResponse());
            }
            assertEquals(Status.Code.UNAVAILABLE, client.ended().getCode());
        }
    }

    @Test
    void anUnknownWriteKeyOpensNoStream() {
        try (StreamClient client = new StreamClient(service, "nobody")) {
            assertEquals(Status.Code.UNAUTHENTICATED, client.ended().getCode());
        }
        try (StreamClient client = new StreamClient(service, "dev-read")) {
            assertEquals(Status.Code.PERMISSION_DENIED, client.ended().getCode());
        }
    }

    @Test
    void streamsBeyondTheLimitOfAReplicaAreToldToComeBack() throws Exception {
        List<StreamClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < config.maxStreams(); i++) {
                clients.add(new StreamClient(service, i < config.maxStreamsPerSource() ? "dev-web" : "dev-mobile"));
            }
            Wait.until(PATIENCE, "all are served", () -> streams.inWork().size() == config.maxStreams());
            try (StreamClient tooMany = new StreamClient(service, "dev-mobile")) {
                tooMany.send("unheard", tracks(1));
                com.google.rpc.Status refusal = tooMany.refusal();
                assertEquals(Status.Code.RESOURCE_EXHAUSTED.value(), refusal.getCode());
                assertEquals(
                        "OVERLOADED",
                        refusal.getDetails(0).unpack(ErrorInfo.class).getReason());
                assertTrue(refusal.getDetailsList().stream().anyMatch(detail -> detail.is(RetryInfo.class)));
            }
            // The others are served as before, and whose place becomes free is another's.
            clients.get(0).send("heard", tracks(1));
            assertTrue(clients.get(0).next().hasResponse());
            clients.remove(0).close();
            Wait.until(PATIENCE, "a place is free", () -> streams.inWork().size() < config.maxStreams());
            StreamClient next = new StreamClient(service, "dev-web");
            clients.add(next);
            next.send("heard", tracks(1));
            assertTrue(next.next().hasResponse());
        } finally {
            clients.forEach(StreamClient::close);
        }
    }

    @Test
    void noSourceTakesThePlacesOfTheOthers() throws Exception {
        List<StreamClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < config.maxStreamsPerSource(); i++) {
                clients.add(new StreamClient(service, "dev-web"));
            }
            Wait.until(PATIENCE, "all are served", () -> streams.inWork().size() == config.maxStreamsPerSource());
            try (StreamClient tooMany = new StreamClient(service, "dev-web")) {
                com.google.rpc.Status refusal = tooMany.refusal();
                assertEquals(Status.Code.RESOURCE_EXHAUSTED.value(), refusal.getCode());
                assertTrue(refusal.getMessage().contains("of this source"), refusal::toString);
            }
            StreamClient other = new StreamClient(service, "dev-mobile");
            clients.add(other);
            other.send("heard", tracks(1));
            assertTrue(other.next().hasResponse());
            clients.remove(0).close();
            Wait.until(PATIENCE, "a place is free", () -> streams.inWork().size() <= config.maxStreamsPerSource());
            StreamClient next = new StreamClient(service, "dev-web");
            clients.add(next);
            next.send("heard", tracks(1));
            assertTrue(next.next().hasResponse());
        } finally {
            clients.forEach(StreamClient::close);
        }
    }

    @Test
    void idleStreamsAreEndedAlsoThoseWhoseAnswersNobodyTakes() throws Exception {
        Duration idle = Duration.ofSeconds(2);
        try (StreamClient silent = new StreamClient(service, "dev-web");
                StreamClient deaf = new StreamClient(service, "dev-mobile");
                StreamClient busy = new StreamClient(service, "dev-web")) {
            busy.send("0", tracks(1));
            assertTrue(busy.next().hasResponse());
            // More than a window of answers, none of which is taken.
            for (int i = 0; i < 64; i++) {
                deaf.send("d-" + i, tracks(200));
            }
            Wait.until(
                    PATIENCE,
                    "an answer waits for its client",
                    () -> streams.inWork().stream().anyMatch(inWork -> inWork > 0));
            Wait.until(PATIENCE, "the idle ones are ended", () -> {
                busy.send("again", tracks(1));
                assertTrue(busy.next().hasResponse());
                streams.endIdle(idle);
                return streams.inWork().size() == 1;
            });
            com.google.rpc.Status why = silent.refusal();
            assertEquals(Status.Code.UNAVAILABLE.value(), why.getCode());
            assertTrue(why.getMessage().contains("open a new stream"), why::toString);
            busy.send("heard", tracks(1));
            assertTrue(busy.next().hasResponse());
        }
    }
}
