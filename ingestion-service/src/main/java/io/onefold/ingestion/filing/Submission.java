package io.onefold.ingestion.filing;

import io.onefold.ingestion.event.Outcome;
import io.onefold.ingestion.source.Source;
import java.util.List;

/** One request, read and ready to be filed. Answered whole, by one transaction. */
record Submission(Source source, List<Item> items, Mentioned mentioned) {
    Submission {
        items = List.copyOf(items);
    }

    /** Of events that all could be read. */
    Submission(Source source, List<Item> items) {
        this(source, items, Mentioned.NOBODY);
    }

    /**
     * One event of a request.
     *
     * @param payload the log's item without its times, for an event that can be filed; else empty
     * @param afterErasure of what is kept aside: the ordinal of the latest erasure of somebody whom it seems to name; else 0
     */
    record Item(Outcome outcome, byte[] payload, long afterErasure) {
        Item(Outcome outcome, byte[] payload) {
            this(outcome, payload, 0);
        }
    }
}
