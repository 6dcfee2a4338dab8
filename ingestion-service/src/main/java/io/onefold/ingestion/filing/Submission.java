package io.onefold.ingestion.filing;

import io.onefold.ingestion.event.Outcome;
import io.onefold.ingestion.source.Source;
import java.util.List;

/** One request, read and ready to be filed. Answered whole, by one transaction. */
record Submission(Source source, List<Item> items) {
    Submission {
        items = List.copyOf(items);
    }

    /**
     * One event of a request.
     *
     * @param payload the log's item without its times, for an event that can be filed; else empty
     */
    record Item(Outcome outcome, byte[] payload) {}
}
