package io.onefold.ingestion.filing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.OnStack;
import io.onefold.ingestion.Service;
import io.onefold.ingestion.event.Arrival;
import io.onefold.ingestion.event.EventLimits;
import io.onefold.ingestion.event.EventReader;
import io.onefold.ingestion.ledger.LedgerKey.Counted;
import io.onefold.ingestion.source.Source;
import io.onefold.ingestion.source.SourceRegistry;
import io.onefold.proto.ingestion.v1.EraseRequest;
import io.onefold.proto.ingestion.v1.ErasureServiceGrpc;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.onefold.proto.type.v1.Erasure;
import io.onefold.proto.type.v1.Event;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What is sent twice counts once, whoever sends it when; and every event is accounted for. */
@QuarkusTest
class FilingTest extends OnStack {
    @Inject
    FilingTransaction transaction;

    @Inject
    SourceRegistry sources;

    @Inject
    IngestionConfig config;

    @Inject
    Doorkeeper door;

    @ConfigProperty(name = "onefold.identifier-secret")
    String secret;

    private static String track(String messageId, String user) {
        return "{\"type\":\"track\",\"event\":\"x\",\"messageId\":\"%s\",\"userId\":\"%s\"}".formatted(messageId, user);
    }

    @Test
    void theFirstOfEqualIdsIsFiledWhicheverWayTheLaterOnesCome() {
        String id = UUID.randomUUID().toString();
        IngestResponse once = service.ingest("dev-social", track(id, "a"), track(id, "a"), track(id, "b"));
        assertEquals(Outcome.OUTCOME_ACCEPTED, once.getVerdicts(0).getOutcome());
        assertEquals(Outcome.OUTCOME_DUPLICATE, once.getVerdicts(1).getOutcome());
        assertFalse(once.getVerdicts(1).getConflict());
        assertTrue(once.getVerdicts(2).getConflict());

        String retried = track(id, "a")
                .replace("}", ",\"sentAt\":\"2026-01-01T00:00:00Z\",\"receivedAt\":\"2026-01-01T00:00:01Z\"}");
        IngestResponse again = service.ingest("dev-social", retried);
        assertEquals(Outcome.OUTCOME_DUPLICATE, again.getVerdicts(0).getOutcome());
        assertFalse(again.getVerdicts(0).getConflict());
        assertEquals(once.getVerdicts(0).getEventId(), again.getVerdicts(0).getEventId());

        var firstPositions = Service.positions(once.getConsistencyToken());
        var laterPositions = Service.positions(again.getConsistencyToken());
        assertEquals(
                firstPositions.keySet(), laterPositions.keySet(), "a duplicate's token names its record's partition");
        firstPositions.forEach(
                (partition, position) -> assertTrue(laterPositions.getOrDefault(partition, 0L) >= position));
    }

    @Test
    void theSameIdFromAnotherSourceIsAnotherEvent() {
        String id = UUID.randomUUID().toString();
        assertEquals(
                Outcome.OUTCOME_ACCEPTED,
                service.verdict("dev-web", track(id, "a")).getOutcome());
        assertEquals(
                Outcome.OUTCOME_ACCEPTED,
                service.verdict("dev-mobile", track(id, "a")).getOutcome());
    }

    @Test
    void anEventWithoutAMessageIdIsNamedByItsContent() {
        String event =
                "{\"type\":\"page\",\"userId\":\"%s\",\"properties\":{\"b\":1,\"a\":2}}".formatted(UUID.randomUUID());
        String reordered = event.replace("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}");
        assertEquals(Outcome.OUTCOME_ACCEPTED, service.verdict("dev-web", event).getOutcome());
        assertEquals(
                Outcome.OUTCOME_DUPLICATE, service.verdict("dev-web", reordered).getOutcome());
    }

    /** As two replicas would: two committers of their own on one database, the same message ids with different identifiers. */
    @Test
    void twoReplicasFileOneEventUnderOneRecord() {
        Source source = sources.of(sources.find("dev-social").orElseThrow());
        List<String> ids = IntStream.range(0, 200)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        try (GroupCommit here = new GroupCommit(transaction::file, config);
                GroupCommit there = new GroupCommit(transaction::file, config)) {
            List<CompletableFuture<Filed>> answers = new ArrayList<>();
            Random random = new Random(7);
            for (int round = 0; round < 10; round++) {
                List<String> shuffled = new ArrayList<>(ids);
                Collections.shuffle(shuffled, random);
                answers.add(here.submit(submission(source, shuffled, "left-" + round)));
                Collections.shuffle(shuffled, random);
                answers.add(there.submit(submission(source, shuffled, "right-" + round)));
            }
            List<Verdict> verdicts = answers.stream()
                    .flatMap(answer -> answer.join().verdicts().stream())
                    .toList();
            assertEquals(
                    200,
                    verdicts.stream()
                            .filter(v -> v.outcome() == Counted.ACCEPTED)
                            .count());
            assertEquals(
                    3800,
                    verdicts.stream()
                            .filter(v -> v.outcome() == Counted.DUPLICATE && v.conflict())
                            .count());
        }
        Set<String> wanted = new HashSet<>(ids);
        Map<String, Long> filed =
                seen(wanted, 200).stream().collect(Collectors.groupingBy(Event::getMessageId, Collectors.counting()));
        assertEquals(200, filed.size());
        assertTrue(filed.values().stream().allMatch(times -> times == 1));
    }

    @Test
    void whoIsErasedBetweenTheLookAndTheCommitIsRefused() {
        String user = "looked-at-" + UUID.randomUUID();
        Source source = sources.of(sources.find("dev-social").orElseThrow());
        String bad = "{\"type\":\"track\",\"messageId\":\"%s\",\"userId\":\"%s\"}".formatted(user, user);
        var outcome = new EventReader(new IdentifierIds("a secret of this test alone"), new EventLimits(32768))
                .read(Arrival.of(bad.getBytes(StandardCharsets.UTF_8)), source.rules());
        List<Submission.Item> items = List.of(new Submission.Item(outcome, new byte[0]));
        Mentioned before = door.mentioned(source, items);
        IdentifierIds ids = new IdentifierIds(secret);
        var unused = Service.with("dev-internal", ErasureServiceGrpc.newBlockingStub(service.channel()))
                .erase(EraseRequest.newBuilder()
                        .setToldAgain(true)
                        .setErasure(Erasure.newBuilder()
                                .setErasureId(UUID.randomUUID().toString())
                                .setWorkspace("dev")
                                .setRequestTime(Timestamp.newBuilder().setSeconds(1))
                                .addNamespaces("user_id")
                                .addIdentifierIds(ids.id("dev", IdentifierNormalizer.normalize("user_id", user))
                                        .toString()))
                        .build());
        var verdict = transaction
                .file(List.of(new Submission(source, items, before)))
                .get(0)
                .verdicts()
                .get(0);
        assertEquals(Counted.REJECTED, verdict.outcome());
        assertEquals("erased", verdict.reason());
    }

    private Submission submission(Source source, List<String> ids, String user) {
        EventReader reader = new EventReader(new IdentifierIds("a secret of this test alone"), new EventLimits(32768));
        List<Submission.Item> items = new ArrayList<>();
        for (String id : ids) {
            var outcome = reader.read(Arrival.of(track(id, user).getBytes(StandardCharsets.UTF_8)), source.rules());
            var event = ((io.onefold.ingestion.event.Outcome.Normal) outcome).event();
            items.add(new Submission.Item(outcome, EventCodec.withoutTimes(event, source)));
        }
        return new Submission(source, items);
    }

    private List<Event> seen(Set<String> messageIds, int count) {
        List<Event> seen = new ArrayList<>();
        var unused = service.watch("dev-read", items -> {
            seen.clear();
            items.values().stream()
                    .flatMap(List::stream)
                    .map(EventItem::getEvent)
                    .filter(event -> messageIds.contains(event.getMessageId()))
                    .forEach(seen::add);
            return seen.size() >= count;
        });
        return seen;
    }

    /** Random mixes of good, repeated, refused and unreadable events, from several callers at once. */
    @Test
    void whatIsReceivedIsAcceptedDuplicateQuarantinedOrRejected() {
        LedgerEntry before = service.ledger("dev-read", "support");
        List<CompletableFuture<Map<Outcome, Long>>> callers = IntStream.range(0, 8)
                .mapToObj(seed -> CompletableFuture.supplyAsync(() -> sendMix(new Random(seed))))
                .toList();
        Map<Outcome, Long> sent = callers.stream()
                .flatMap(caller -> caller.join().entrySet().stream())
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.summingLong(Map.Entry::getValue)));
        LedgerEntry after = service.ledger("dev-read", "support");
        assertEquals(8 * 30 * 20, after.getReceived() - before.getReceived());
        assertEquals(sent.get(Outcome.OUTCOME_ACCEPTED), after.getAccepted() - before.getAccepted());
        assertEquals(sent.get(Outcome.OUTCOME_DUPLICATE), after.getDuplicate() - before.getDuplicate());
        assertEquals(sent.get(Outcome.OUTCOME_QUARANTINED), after.getQuarantined() - before.getQuarantined());
        assertEquals(sent.get(Outcome.OUTCOME_REJECTED), after.getRejected() - before.getRejected());
        assertEquals(
                after.getReceived(),
                after.getAccepted() + after.getDuplicate() + after.getQuarantined() + after.getRejected());
        assertEquals(
                after.getQuarantined() + after.getRejected(),
                after.getReasonsMap().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        long inTheFeed = seen(
                        IntStream.range(0, 400).mapToObj(i -> "mix-" + i).collect(Collectors.toSet()),
                        Math.toIntExact(after.getAccepted() - before.getAccepted()))
                .size();
        assertEquals(after.getAccepted() - before.getAccepted(), inTheFeed);
    }

    private Map<Outcome, Long> sendMix(Random random) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int request = 0; request < 30; request++) {
            List<String> events =
                    IntStream.range(0, 20).mapToObj(i -> mixed(random)).toList();
            service.ingest("dev-support", events).getVerdictsList().forEach(v -> outcomes.add(v.getOutcome()));
        }
        return outcomes.stream().collect(Collectors.groupingBy(outcome -> outcome, Collectors.counting()));
    }

    private static String mixed(Random random) {
        String id = "mix-" + random.nextInt(400);
        return switch (random.nextInt(5)) {
            case 0 -> "{\"type\":\"dance\",\"userId\":\"" + UUID.randomUUID() + "\"}";
            case 1 -> "{broken " + id;
            case 2 -> "{\"type\":\"page\",\"userId\":\"\\u0000\",\"messageId\":\"poison-" + random.nextInt(50) + "\"}";
            default -> track(id, "user-" + random.nextInt(3));
        };
    }

    @Test
    void receiveTimeNeverFallsInsideAPartition() {
        IntStream.range(0, 6)
                .mapToObj(caller -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 20; i++) {
                        var unused = service.ingest(
                                "dev-email",
                                track("rt-" + caller + "-" + i, "u-" + i),
                                track("rt2-" + caller + "-" + i, "v-" + i));
                    }
                }))
                .toList()
                .forEach(CompletableFuture::join);
        Map<Integer, List<EventItem>> feed = service.watch(
                "dev-internal",
                items -> items.values().stream()
                                .flatMap(List::stream)
                                .filter(item -> item.getEvent().getSource().equals("email"))
                                .count()
                        >= 240);
        feed.values().forEach(items -> {
            var last = Timestamps.MIN_VALUE;
            for (EventItem item : items) {
                if (!item.hasEvent() && !item.hasTick()) {
                    continue;
                }
                boolean realTime = item.hasEvent()
                        ? !item.getEvent().getWorkspace().equals("history")
                        : item.getTick().getWorkspace().isEmpty();
                if (realTime) {
                    var time = item.hasEvent()
                            ? item.getEvent().getReceiveTime()
                            : item.getTick().getTime();
                    assertTrue(Timestamps.compare(last, time) <= 0);
                    last = time;
                }
            }
        });
    }
}
