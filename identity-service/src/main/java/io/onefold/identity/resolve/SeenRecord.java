package io.onefold.identity.resolve;

import io.onefold.domain.Identifier;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A record as a batch has seen it: its sightings by source and day. */
final class SeenRecord {
    final UUID recordId;
    final String workspace;
    final List<Identifier> identifiers;
    final Map<EvidenceKey, TimeSpan> spans = new HashMap<>();
    /** The ordinal of the latest erasure after which it was let in; 0 when nothing of it had been erased. */
    long afterErasure;

    SeenRecord(UUID recordId, String workspace, List<Identifier> identifiers) {
        this.recordId = recordId;
        this.workspace = workspace;
        this.identifiers = List.copyOf(identifiers);
    }

    /** The span in which sources that create have seen it in this batch. */
    Optional<TimeSpan> believed() {
        return spans.entrySet().stream()
                .filter(span -> !span.getKey().enriching())
                .map(Map.Entry::getValue)
                .reduce(TimeSpan::and);
    }

    Instant earliest() {
        return spans.values().stream()
                .map(TimeSpan::first)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }
}
