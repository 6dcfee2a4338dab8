package io.onefold.ingestion.ledger;

import java.util.Comparator;

/** One counter: what became of events of one source, and for events that were not filed, why. */
public record LedgerKey(String workspace, String source, Counted outcome, String reason)
        implements Comparable<LedgerKey> {
    private static final Comparator<LedgerKey> ORDER = Comparator.comparing(LedgerKey::workspace)
            .thenComparing(LedgerKey::source)
            .thenComparing(LedgerKey::outcome)
            .thenComparing(LedgerKey::reason);

    @Override
    public int compareTo(LedgerKey other) {
        return ORDER.compare(this, other);
    }

    /** What is counted; the order is that of the codes in the table. */
    public enum Counted {
        RECEIVED,
        ACCEPTED,
        DUPLICATE,
        QUARANTINED,
        REJECTED,
        /** Duplicates whose content differed; they are counted as duplicates too. */
        CONFLICT
    }
}
