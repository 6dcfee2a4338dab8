package io.onefold.ingestion.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.ingestion.quarantine.QuarantineStore;
import io.onefold.kit.sql.Database;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.onefold.proto.type.v1.Erasure;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What was kept aside of an erased person goes too, and nothing of anybody else. */
@QuarkusTest
class ErasedQuarantineTest extends Erasing {
    @Inject
    Database database;

    @Inject
    QuarantineStore quarantine;

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
