package io.onefold.ingestion.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.devstack.Wait;
import io.onefold.ingestion.OnStack;
import io.onefold.ingestion.Service;
import io.onefold.proto.ingestion.v1.EraseRequest;
import io.onefold.proto.ingestion.v1.ErasureServiceGrpc;
import io.onefold.proto.ingestion.v1.ErasureServiceGrpc.ErasureServiceBlockingStub;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.GetErasureProgressRequest;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.onefold.proto.type.v1.Erasure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Erases invented people, and looks at what is left. */
abstract class Erasing extends OnStack {
    static final int PARTITIONS = 16;

    final String user = "erased-" + UUID.randomUUID();
    final String cookie = "shared-" + UUID.randomUUID();

    ErasureServiceBlockingStub erasures() {
        return Service.with("dev-internal", ErasureServiceGrpc.newBlockingStub(service.channel()));
    }

    String erase(Erasure erasure, String knownThrough) {
        return erasures()
                .erase(EraseRequest.newBuilder()
                        .setErasure(erasure)
                        .setKnownThrough(knownThrough)
                        .build())
                .getConsistencyToken();
    }

    static String track(String messageId, String user) {
        return "{\"type\":\"track\",\"event\":\"x\",\"messageId\":\"%s\",\"userId\":\"%s\"}".formatted(messageId, user);
    }

    static String consent(String user, Instant when) {
        return """
                {"type":"identify","userId":"%s","timestamp":"%s",
                 "context":{"consents":[{"purpose":"marketing","channel":"email","granted":true}]}}""".formatted(user, when);
    }

    Person person() {
        return new Person().alone("user_id", user).record("user_id:" + user);
    }

    static void assertErased(Verdict verdict) {
        assertEquals(Outcome.OUTCOME_REJECTED, verdict.getOutcome());
        assertEquals("erased", verdict.getReason());
        assertEquals("", verdict.getEventId());
    }

    void awaitWiped(Erasure erasure) throws InterruptedException {
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
    List<EventItem> itemsUpTo(Erasure erasure) {
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

    static boolean isOf(Erasure erasure, EventItem item) {
        return item.getErasure().getErasureId().equals(erasure.getErasureId());
    }

    long ordinal(Erasure erasure) {
        Set<Long> ordinals = new HashSet<>();
        itemsUpTo(erasure).stream()
                .filter(item -> isOf(erasure, item))
                .forEach(item -> ordinals.add(item.getErasure().getOrdinal()));
        assertEquals(1, ordinals.size());
        return ordinals.iterator().next();
    }
}
