package io.onefold.identity.resolve;

import io.onefold.domain.Identifier;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Collects sightings by record, source and day: a batch tells most of them many times. */
public final class SightingBatch {
    private final Map<String, SeenRecord> records = new TreeMap<>();

    /** The sighting's limits are the caller's to check: the span lies within one day. */
    public void add(
            String workspace,
            UUID recordId,
            List<Identifier> identifiers,
            String source,
            boolean enriching,
            Instant first,
            Instant last,
            long afterErasure) {
        SeenRecord record =
                records.computeIfAbsent(recordId.toString(), id -> new SeenRecord(recordId, workspace, identifiers));
        // The database keeps microseconds: what is compared with it must too.
        TimeSpan span = new TimeSpan(first.truncatedTo(ChronoUnit.MICROS), last.truncatedTo(ChronoUnit.MICROS));
        EvidenceKey key = new EvidenceKey(
                recordId, source, span.first().atOffset(ZoneOffset.UTC).toLocalDate(), enriching);
        record.spans.merge(key, span, TimeSpan::and);
        record.afterErasure = Math.max(record.afterErasure, afterErasure);
    }

    /** The distinct records, by id. */
    Collection<SeenRecord> records() {
        return records.values();
    }
}
