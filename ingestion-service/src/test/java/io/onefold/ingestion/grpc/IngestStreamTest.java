package io.onefold.ingestion.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.onefold.devstack.Wait;
import io.onefold.ingestion.OnStack;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One stream: every request gets its answer, whatever is wrong with another; and a client that does not read is not read. */
@QuarkusTest
class IngestStreamTest extends OnStack {
    private static final String WAITING_FOR_HEADS = """
            select pid from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like '%feed_head%'""";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    IngestStreams streams;

    @Inject
    Database database;

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
                HeldHeads held = new HeldHeads()) {
            client.send("first", List.of(event));
            IngestStreamResponse away = client.next(held::terminateWaiting);
            assertEquals("first", away.getRequestId());
            assertEquals(ErrorReason.ERROR_REASON_UNAVAILABLE, away.getError().getReason());
            assertTrue(away.getError().getRetryAfterMillis() > 0);
            held.close();
            client.send("again", List.of(event));
            IngestStreamResponse taken = client.next();
            assertEquals("again", taken.getRequestId());
            assertEquals(
                    Verdict.Outcome.OUTCOME_ACCEPTED,
                    taken.getResponse().getVerdicts(0).getOutcome());
        }
    }

    @Test
    void atMost64RequestsAreInWork() throws Exception {
        try (StreamClient client = new StreamClient(service, "dev-web")) {
            try (HeldHeads held = new HeldHeads()) {
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
            long taken = restOf(before);
            assertEquals(List.of(64), streams.inWork());
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

    /** The number that received events come to rest at: the same before and after 200 events of others. */
    private long restOf(long before) {
        long taken = -1;
        for (int round = 0; round < 100 && taken != receivedSince(before); round++) {
            taken = receivedSince(before);
            for (int i = 0; i < 200; i++) {
                assertEquals(
                        Verdict.Outcome.OUTCOME_ACCEPTED,
                        service.verdict("dev-web", track()).getOutcome());
            }
        }
        return taken;
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
                HeldHeads held = new HeldHeads()) {
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

    /** Holds the heads in a transaction of its own, so that commits wait. */
    private final class HeldHeads implements AutoCloseable {
        private final CountDownLatch release = new CountDownLatch(1);
        private final CompletableFuture<Void> holder;

        HeldHeads() throws Exception {
            CountDownLatch held = new CountDownLatch(1);
            holder = CompletableFuture.runAsync(() -> database.inTransaction(tx -> hold(tx, held)));
            assertTrue(held.await(30, TimeUnit.SECONDS));
        }

        private void hold(Transaction tx, CountDownLatch held) {
            tx.query("select partition from feed_head order by partition for no key update");
            held.countDown();
            try {
                release.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        int waiting() {
            return database.transaction(tx -> tx.query(WAITING_FOR_HEADS).size());
        }

        void terminateWaiting() {
            database.inTransaction(tx -> {
                for (var row : tx.query(WAITING_FOR_HEADS)) {
                    tx.query("select pg_terminate_backend($1)", row.getInteger(0));
                }
            });
        }

        @Override
        public void close() {
            release.countDown();
            holder.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }
}
