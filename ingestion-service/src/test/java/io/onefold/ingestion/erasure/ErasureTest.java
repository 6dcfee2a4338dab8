package io.onefold.ingestion.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.Wait;
import io.onefold.ingestion.OnStack;
import io.onefold.ingestion.Service;
import io.onefold.ingestion.quarantine.QuarantineStore;
import io.onefold.kit.sql.Database;
import io.onefold.proto.ingestion.v1.EraseRequest;
import io.onefold.proto.ingestion.v1.ErasureServiceGrpc;
import io.onefold.proto.ingestion.v1.ErasureServiceGrpc.ErasureServiceBlockingStub;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.GetErasureProgressRequest;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.onefold.proto.type.v1.Erasure;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Nothing of an erased person stays in the log, and nothing comes in again but by consent. */
@QuarkusTest
class ErasureTest extends OnStack {
    private static final int PARTITIONS = 16;

    @Inject
    Database database;

    @Inject
    QuarantineStore quarantine;

    private final String user = "erased-" + UUID.randomUUID();
    private final String cookie = "shared-" + UUID.randomUUID();

    private ErasureServiceBlockingStub erasures() {
        return Service.with("dev-internal", ErasureServiceGrpc.newBlockingStub(service.channel()));
    }

    private String erase(Erasure erasure, String knownThrough) {
        return erasures()
                .erase(EraseRequest.newBuilder()
                        .setErasure(erasure)
                        .setKnownThrough(knownThrough)
                        .build())
                .getConsistencyToken();
    }

    private static String track(String messageId, String user) {
        return "{\"type\":\"track\",\"event\":\"x\",\"messageId\":\"%s\",\"userId\":\"%s\"}".formatted(messageId, user);
    }

    private static String consent(String user, Instant when) {
        return """
                {"type":"identify","userId":"%s","timestamp":"%s",
                 "context":{"consents":[{"purpose":"marketing","channel":"email","granted":true}]}}""".formatted(user, when);
    }

    private Person person() {
        return new Person().alone("user_id", user).record("user_id:" + user);
    }

    private static void assertErased(Verdict verdict) {
        assertEquals(Outcome.OUTCOME_REJECTED, verdict.getOutcome());
        assertEquals("erased", verdict.getReason());
        assertEquals("", verdict.getEventId());
    }

    private void awaitWiped(Erasure erasure) throws InterruptedException {
        Wait.until(
                Duration.ofSeconds(60),
                "the erasure is wiped",
                () -> erasures()
                        .getErasureProgress(GetErasureProgressRequest.newBuilder()
                                .setErasureId(erasure.getErasureId())
                                .build())
                        .getWiped());
    }

    /** What the feed holds up to an erasure. */
    private List<EventItem> itemsUpTo(Erasure erasure) {
        return service
                .watch(
                        "dev-internal",
                        items -> items.values().stream()
                                        .flatMap(List::stream)
                                        .filter(item -> isOf(erasure, item))
                                        .count()
                                == PARTITIONS)
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static boolean isOf(Erasure erasure, EventItem item) {
        return item.getErasure().getErasureId().equals(erasure.getErasureId());
    }

    /** Which of some events are kept aside. */
    private Set<String> quarantined(String... eventIds) {
        Set<String> kept = new HashSet<>();
        for (String eventId : eventIds) {
            UUID before = new UUID(
                    UUID.fromString(eventId).getMostSignificantBits(),
                    UUID.fromString(eventId).getLeastSignificantBits() - 1);
            database.snapshot(tx -> quarantine.list(tx, "dev", before, 1)).stream()
                    .map(one -> one.eventId().toString())
                    .filter(eventId::equals)
                    .forEach(kept::add);
        }
        return kept;
    }

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
    private long ordinal(Erasure erasure) {
        Set<Long> ordinals = new HashSet<>();
        itemsUpTo(erasure).stream()
                .filter(item -> isOf(erasure, item))
                .forEach(item -> ordinals.add(item.getErasure().getOrdinal()));
        assertEquals(1, ordinals.size());
        return ordinals.iterator().next();
    }

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
    void whatWasKeptAsideIsWipedAndNothingMoreIsKept() throws InterruptedException {
        String bad = "{\"type\":\"track\",\"messageId\":\"%s\",\"userId\":\"%s\"}";
        Verdict kept = service.verdict("dev-web", bad.formatted("q1-" + user, user));
        assertEquals(Outcome.OUTCOME_QUARANTINED, kept.getOutcome());
        Verdict others = service.verdict("dev-web", bad.formatted("q2-" + user, "other-" + user));
        Erasure erasure = person().erasure(Instant.now());
        erase(erasure, service.ingest("dev-web", track("q-" + user, user)).getConsistencyToken());
        awaitWiped(erasure);

        assertErased(service.verdict("dev-web", bad.formatted("q1-" + user, user)));
        assertErased(service.verdict("dev-web", bad.formatted("q3-" + user, user)));
        assertEquals(
                Outcome.OUTCOME_DUPLICATE,
                service.verdict("dev-web", bad.formatted("q2-" + user, "other-" + user))
                        .getOutcome());
        assertEquals(Set.of(others.getEventId()), quarantined(kept.getEventId(), others.getEventId()));
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
    void whatIsToldAgainAfterARestoreClosesTheDoorAgain() throws InterruptedException {
        Instant asked = Instant.now().minusSeconds(60);
        String known = service.ingest("dev-web", track("a1-" + user, user)).getConsistencyToken();
        erase(person().erasure(asked), known);
        Verdict anew = service.verdict("dev-web", consent(user, asked.plusSeconds(30)));
        assertEquals(Outcome.OUTCOME_ACCEPTED, anew.getOutcome());
        Verdict unlisted = service.verdict(
                "dev-web", "{\"type\":\"page\",\"anonymousId\":\"%s\",\"userId\":\"%s\"}".formatted(cookie, user));
        assertEquals(Outcome.OUTCOME_ACCEPTED, unlisted.getOutcome(), "between the restore and the reminder");
        Verdict others = service.verdict("dev-web", track("o-" + user, "other-" + user));

        // As a store that has forgotten the erasure is told of it: it knows nothing of this id.
        Erasure forgotten = person().erasure(asked);
        EraseRequest again = EraseRequest.newBuilder()
                .setErasure(forgotten)
                .setToldAgain(true)
                .build();
        String token = erasures().erase(again).getConsistencyToken();
        assertEquals(token, erasures().erase(again).getConsistencyToken());
        awaitWiped(forgotten);
        assertErased(service.verdict("dev-web", track("a2-" + user, user)));
        List<String> left = itemsUpTo(forgotten).stream()
                .map(item -> item.getEvent().getEventId())
                .toList();
        assertFalse(left.contains(anew.getEventId()), "who consented anew must do so once more");
        assertFalse(left.contains(unlisted.getEventId()), "identity never saw its record");
        assertTrue(left.contains(others.getEventId()));
        assertEquals(
                Outcome.OUTCOME_ACCEPTED,
                service.verdict("dev-web", consent(user, asked.plusSeconds(40))).getOutcome(),
                "consent opens it once more");
    }

    /** The store was restored to before the event came: neither the claim nor the event is known, and the source sends it again. */
    @Test
    void whatHadOnlySharedIdentifiersDoesNotComeBackAfterARestore() {
        Instant asked = Instant.now().minusSeconds(60);
        Erasure forgotten = person().record("anonymous_id:" + cookie).erasure(asked);
        erasures()
                .erase(EraseRequest.newBuilder()
                        .setErasure(forgotten)
                        .setToldAgain(true)
                        .build());
        assertErased(service.verdict("dev-web", page("lost-", asked.minusSeconds(30))));
        assertErased(service.verdict("dev-web", page("last-", asked)));
        Verdict later = service.verdict("dev-web", page("later-", asked.plusSeconds(1)));
        assertEquals(Outcome.OUTCOME_ACCEPTED, later.getOutcome(), "of whoever uses it since");
        assertEquals(
                ordinal(forgotten),
                service.event("dev-internal", later.getEventId()).getErasureOrdinal());

        // A later erasure does not find the claims again.
        erase(
                new Person().record("anonymous_id:" + cookie).erasure(Instant.now()),
                service.ingest("dev-web", track("lost-" + user, "other-" + user))
                        .getConsistencyToken());
        assertErased(service.verdict("dev-web", page("still-", asked.minusSeconds(30))));
        assertEquals(
                Outcome.OUTCOME_ACCEPTED,
                service.verdict("dev-web", page("unlost-", asked.plusSeconds(1)))
                        .getOutcome());
    }

    /** Of a browser that others use too. */
    private String page(String name, Instant when) {
        return "{\"type\":\"page\",\"messageId\":\"%s\",\"anonymousId\":\"%s\",\"timestamp\":\"%s\"}"
                .formatted(name + cookie, cookie, when);
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

    @Test
    void aNumberOfAnothersEventIsNotTheErasedOne() throws InterruptedException {
        String number = Integer.toString(ThreadLocalRandom.current().nextInt(1_000_000));
        String bad =
                "{\"type\":\"track\",\"messageId\":\"%s\",\"userId\":\"%s\",\"properties\":{\"product_id\":\"%s\"}}";
        Verdict before = service.verdict("dev-web", bad.formatted("b1-" + user, "other-" + user, number));
        Erasure erasure = new Person()
                .alone("user_id", number)
                .record("user_id:" + number)
                .erasure(Instant.now());
        erase(erasure, service.ingest("dev-web", track("b-" + user, number)).getConsistencyToken());
        awaitWiped(erasure);
        Verdict after = service.verdict("dev-web", bad.formatted("b2-" + user, "other-" + user, number));
        assertEquals(Outcome.OUTCOME_QUARANTINED, after.getOutcome());
        assertErased(service.verdict("dev-web", bad.formatted("b3-" + user, number, "x")));
        assertEquals(
                Set.of(before.getEventId(), after.getEventId()), quarantined(before.getEventId(), after.getEventId()));
    }
}
