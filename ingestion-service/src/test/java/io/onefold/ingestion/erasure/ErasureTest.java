package io.onefold.ingestion.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.ingestion.Service;
import io.onefold.kit.sql.Database;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.GetErasureProgressRequest;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.onefold.proto.type.v1.Erasure;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Nothing of an erased person stays in the log, and nothing comes in again but by consent. */
@QuarkusTest
class ErasureTest extends Erasing {
    @Inject
    Database database;

    @Test
    void theDoorIsClosedAndTheLogIsWiped() throws InterruptedException {
        String id = UUID.randomUUID().toString();
        var before = service.ingest("dev-support", track(id, user));
        LedgerEntry counted = service.ledger("dev-read", "support");
        Erasure erasure = person().erasure(Instant.now());
        String token = erase(erasure, before.getConsistencyToken());
        assertEquals(PARTITIONS, Service.positions(token).size(), "one item in each partition");

        assertErased(service.verdict("dev-support", track(UUID.randomUUID().toString(), user)));
        awaitWiped(erasure);
        assertErased(service.verdict("dev-support", track(id, user)));
        assertErased(service.verdict("dev-support", track(id, user).replace("\"x\"", "\"y\"")));

        LedgerEntry later = service.ledger("dev-read", "support");
        assertEquals(counted.getReceived() + 3, later.getReceived());
        assertEquals(counted.getRejected() + 3, later.getRejected());
        assertEquals(counted.getReasonsOrDefault("erased", 0) + 3, later.getReasonsOrThrow("erased"));
        assertEquals(
                later.getReceived(),
                later.getAccepted() + later.getDuplicate() + later.getQuarantined() + later.getRejected());

        List<EventItem> items = itemsUpTo(erasure);
        assertTrue(items.stream()
                .noneMatch(item -> item.getEvent()
                        .getEventId()
                        .equals(before.getVerdicts(0).getEventId())));
        assertTrue(items.stream().noneMatch(item -> item.toString().contains(user)));
    }

    @Test
    void askingTwiceErasesOnce() {
        Erasure erasure = person().erasure(Instant.now());
        String known = service.ingest("dev-web", track("t-" + user, user)).getConsistencyToken();
        String token = erase(erasure, known);
        assertEquals(token, erase(erasure, known));
        assertEquals(token, erase(erasure, ""));
        String unknown = UUID.randomUUID().toString();
        assertFalse(erasures()
                .getErasureProgress(GetErasureProgressRequest.newBuilder()
                        .setErasureId(unknown)
                        .build())
                .getExists());
    }

    @Test
    void whatIsSharedIsMarkedAndNotRefused() {
        Person person =
                person().record("anonymous_id:" + cookie, "user_id:" + user).record("anonymous_id:" + cookie);
        String page = "{\"type\":\"page\",\"anonymousId\":\"%s\"}".formatted(cookie);
        String known = service.ingest("dev-web", page, track("s-" + user, user)).getConsistencyToken();
        erase(person.erasure(Instant.now()), known);

        Verdict alone = service.verdict("dev-web", page.replace("page\"", "page\",\"name\":\"again\""));
        assertEquals(Outcome.OUTCOME_ACCEPTED, alone.getOutcome());
        assertTrue(service.event("dev-internal", alone.getEventId()).getErasureOrdinal() > 0, "its record was erased");

        Verdict withAnother = service.verdict(
                "dev-web", page.replace("\"type\"", "\"userId\":\"other-%s\",\"type\"".formatted(user)));
        assertEquals(Outcome.OUTCOME_ACCEPTED, withAnother.getOutcome());
        assertEquals(0, service.event("dev-internal", withAnother.getEventId()).getErasureOrdinal());

        assertErased(
                service.verdict("dev-web", page.replace("\"type\"", "\"userId\":\"%s\",\"type\"".formatted(user))));
    }

    @Test
    void consentThatIsGivenAnewOpensTheDoor() throws InterruptedException {
        Instant asked = Instant.now().minusSeconds(60);
        String known = service.ingest("dev-web", track("c-" + user, user)).getConsistencyToken();
        Erasure erasure = person().erasure(asked);
        erase(erasure, known);
        awaitWiped(erasure);
        assertErased(service.verdict("dev-web", consent(user, asked.minusSeconds(1))));

        Instant anew = asked.plusSeconds(30);
        var opened = service.ingest(
                "dev-web",
                track("1-" + user, user),
                consent(user, anew),
                track("2-" + user, user),
                track("3-" + user, user)
                        .replace("{\"type\"", "{\"timestamp\":\"%s\",\"type\"".formatted(anew.minusSeconds(1))));
        assertErased(opened.getVerdicts(0));
        assertEquals(Outcome.OUTCOME_ACCEPTED, opened.getVerdicts(1).getOutcome());
        assertEquals(Outcome.OUTCOME_ACCEPTED, opened.getVerdicts(2).getOutcome());
        assertErased(opened.getVerdicts(3));
        long mark = service.event("dev-internal", opened.getVerdicts(2).getEventId())
                .getErasureOrdinal();
        assertEquals(ordinal(erasure), mark);

        Verdict later = service.verdict("dev-web", track("4-" + user, user));
        assertEquals(Outcome.OUTCOME_ACCEPTED, later.getOutcome());
        assertErased(service.verdict("dev-web", track("1-" + user, user)));

        Erasure second = person().erasure(Instant.now());
        erase(second, service.ingest("dev-web", track("5-" + user, user)).getConsistencyToken());
        assertErased(service.verdict("dev-web", track("6-" + user, user)));
        assertTrue(ordinal(second) > mark, "who was let in before is told from who is let in now");
    }

    /** As every partition has it. */
    @Test
    void theNameOfAnErasureIsNotUsedForAnotherPerson() {
        String known = service.ingest("dev-web", track("n-" + user, user)).getConsistencyToken();
        String hash = UUID.randomUUID().toString();
        Erasure erasure =
                person().erasure(Instant.now()).toBuilder().setKeyHash(hash).build();
        String token = erase(erasure, known);
        assertEquals(token, erase(erasure, known));
        StatusRuntimeException reused = assertThrows(
                StatusRuntimeException.class,
                () -> erase(
                        erasure.toBuilder()
                                .setKeyHash(UUID.randomUUID().toString())
                                .build(),
                        known));
        assertEquals(Status.Code.FAILED_PRECONDITION, reused.getStatus().getCode());
        var progress = erasures()
                .getErasureProgress(GetErasureProgressRequest.newBuilder()
                        .setErasureId(erasure.getErasureId())
                        .build());
        assertEquals(hash, progress.getKeyHash());
        assertEquals(
                erasure.getRequestTime().getSeconds(), progress.getRequestTime().getSeconds());
    }

    /** Whatever stands in front of the erasure is wiped soon; until then a retry is answered as it will be afterwards. */
    @Test
    void aRetryBetweenTheErasureAndTheWipeIsErasedAndNoConflict() {
        String event = track("w-" + user, user);
        String known = service.ingest("dev-support", event).getConsistencyToken();
        LedgerEntry counted = service.ledger("dev-read", "support");
        // The wiper of this and of any other replica waits for the claim that this transaction has locked.
        Verdict early = database.transaction(tx -> {
            tx.query("select from claim where record_id = $1 for update", person().recordOf("user_id:" + user));
            erase(person().erasure(Instant.now()), known);
            return service.verdict("dev-support", event);
        });
        assertErased(early);
        assertEquals(
                counted.getConflict(), service.ledger("dev-read", "support").getConflict());
    }

    @Test
    void whoGrewSinceHeWasFixedIsAskedForAgain() throws InterruptedException {
        String known = service.ingest("dev-web", track("g-" + user, user)).getConsistencyToken();
        String link = "{\"type\":\"page\",\"anonymousId\":\"%s\",\"userId\":\"%s\"}".formatted(cookie, user);
        Verdict linked = service.verdict("dev-web", link);
        Erasure erasure = person().erasure(Instant.now());
        StatusRuntimeException grew = assertThrows(StatusRuntimeException.class, () -> erase(erasure, known));
        assertEquals(Status.Code.ABORTED, grew.getStatus().getCode());
        assertEquals(
                Outcome.OUTCOME_ACCEPTED,
                service.verdict("dev-web", track("g2-" + user, user)).getOutcome(),
                "nothing was done");

        Erasure grown =
                person().record("anonymous_id:" + cookie, "user_id:" + user).erasure(Instant.now());
        erase(grown, known);
        awaitWiped(grown);
        assertErased(service.verdict("dev-web", link));
        assertFalse(linked.getEventId().isEmpty());
    }

    @Test
    void whoFilesBesideTheErasureComesBeforeItOrNotAtAll() throws Exception {
        String known = service.ingest("dev-web", track("r-" + user, user)).getConsistencyToken();
        Erasure erasure = person().erasure(Instant.now());
        CountDownLatch underWay = new CountDownLatch(4);
        AtomicBoolean erased = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> refused = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                String name = "r" + writer + "-" + user + "-";
                refused.add(writers.submit(() -> refusedOf(name, underWay, erased)));
            }
            underWay.await();
            erase(erasure, known);
            erased.set(true);
            for (Future<Integer> one : refused) {
                assertTrue(one.get() > 0, "each writer was refused in the end");
            }
        } finally {
            writers.shutdownNow();
        }
        String last = service.verdict("dev-web", track("after-" + user, "other-" + user))
                .getEventId();
        var items = service.watch(
                "dev-internal",
                seen -> seen.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(item -> item.getEvent().getEventId().equals(last)));
        items.values().forEach(partition -> {
            boolean after = false;
            for (EventItem item : partition) {
                after |= isOf(erasure, item);
                assertFalse(after
                        && item.getEvent().getIdentifiersList().stream()
                                .anyMatch(one -> one.getValue().equals(user)));
            }
        });
    }

    /** Sends until a while after the erasure; once one is refused, all are. */
    private int refusedOf(String name, CountDownLatch underWay, AtomicBoolean erased) {
        int refused = 0;
        int afterwards = 0;
        for (int i = 0; afterwards < 5; i++) {
            afterwards += erased.get() ? 1 : 0;
            Verdict verdict = service.verdict("dev-web", track(name + i, user));
            underWay.countDown();
            if (verdict.getOutcome() == Outcome.OUTCOME_ACCEPTED) {
                assertEquals(0, refused);
            } else {
                assertErased(verdict);
                refused++;
            }
        }
        return refused;
    }
}
