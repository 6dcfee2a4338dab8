package io.onefold.ingestion.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.onefold.ingestion.filing.Filed;
import io.onefold.ingestion.filing.Verdict;
import io.onefold.ingestion.ledger.LedgerKey.Counted;
import java.util.List;
import java.util.Locale;

/** The answer to a batch: SDKs look at {@code success}, the rest tells what became of each event. */
record BatchAnswer(boolean success, long accepted, List<One> verdicts, String consistencyToken) {
    /** One event's verdict. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record One(String outcome, String reason, String detail, String eventId, boolean conflict) {}

    static BatchAnswer of(Filed filed) {
        long accepted = filed.verdicts().stream()
                .filter(verdict -> verdict.outcome() == Counted.ACCEPTED)
                .count();
        return new BatchAnswer(
                true, accepted, filed.verdicts().stream().map(BatchAnswer::one).toList(), filed.consistencyToken());
    }

    private static One one(Verdict verdict) {
        return new One(
                verdict.outcome().name().toLowerCase(Locale.ROOT),
                verdict.reason(),
                verdict.detail(),
                verdict.eventId().map(Object::toString).orElse(""),
                verdict.conflict());
    }
}
