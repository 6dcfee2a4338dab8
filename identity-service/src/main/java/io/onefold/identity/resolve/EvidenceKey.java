package io.onefold.identity.resolve;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one row of evidence is about. Looked up for every event, so compared by hand: what a record brings for this is several times slower. */
record EvidenceKey(UUID recordId, String source, LocalDate day, boolean enriching) {
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof EvidenceKey key
                        && recordId.equals(key.recordId)
                        && day.equals(key.day)
                        && source.equals(key.source)
                        && enriching == key.enriching);
    }

    @Override
    public int hashCode() {
        return (recordId.hashCode() * 31 + day.hashCode()) * 31 + source.hashCode();
    }
}
