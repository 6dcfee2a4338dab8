package io.onefold.ingestion.filing;

import io.onefold.ingestion.event.Outcome;
import io.onefold.ingestion.event.Reason;
import io.onefold.ingestion.ledger.LedgerKey.Counted;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of an event.
 *
 * @param reason a short code for events that were not filed; else empty
 * @param detail one sentence for events that were not filed; else empty
 * @param eventId absent for rejected events
 * @param conflict a duplicate whose content differs from what was filed first
 */
public record Verdict(Counted outcome, String reason, String detail, Optional<UUID> eventId, boolean conflict) {
    static Verdict accepted(UUID eventId) {
        return new Verdict(Counted.ACCEPTED, "", "", Optional.of(eventId), false);
    }

    static Verdict duplicate(UUID eventId, boolean conflict) {
        return new Verdict(Counted.DUPLICATE, "", "", Optional.of(eventId), conflict);
    }

    static Verdict quarantined(Outcome.Quarantined event) {
        return new Verdict(
                Counted.QUARANTINED, event.reason().code(), event.detail(), Optional.of(event.eventId()), false);
    }

    static Verdict erased() {
        return new Verdict(
                Counted.REJECTED,
                Reason.ERASED.code(),
                "the person was erased; only consent that is given anew is taken",
                Optional.empty(),
                false);
    }

    static Verdict rejected(Outcome.Rejected event) {
        return new Verdict(Counted.REJECTED, event.reason().code(), event.detail(), Optional.empty(), false);
    }
}
