package io.onefold.identity.derivation;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the first to the last time that a record was seen by a source which does not merely enrich. */
record Span(Instant first, Instant last) {

    /** Null when only enriching sources saw the record: then it holds nothing and decides nothing. */
    static @Nullable Span of(List<Sighting> sightings) {
        List<Sighting> deciding =
                sightings.stream().filter(sighting -> !sighting.enriching()).toList();
        if (deciding.isEmpty()) {
            return null;
        }
        return new Span(
                deciding.stream()
                        .map(Sighting::first)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                deciding.stream()
                        .map(Sighting::last)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }
}
