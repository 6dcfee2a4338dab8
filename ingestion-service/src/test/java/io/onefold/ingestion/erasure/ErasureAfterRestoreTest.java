package io.onefold.ingestion.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.proto.ingestion.v1.EraseRequest;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.onefold.proto.type.v1.Erasure;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An erasure that is told again, since the store was restored to before it. */
@QuarkusTest
class ErasureAfterRestoreTest extends Erasing {
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
}
