package io.onefold.profile.filing;

import io.onefold.domain.Identifier;
import io.onefold.profile.event.FiledEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The evidence in some events: per record, source and day the span in which the record was seen. */
record Sightings(List<Sighting> all) {
    /** A record was seen by a source within a span of one day. */
    record Sighting(
            String workspace,
            UUID recordId,
            List<Identifier> identifiers,
            String source,
            boolean enriching,
            Instant first,
            Instant last,
            long afterErasure) {
        private static Sighting of(FiledEvent event) {
            Instant time = event.facts().time();
            return new Sighting(
                    event.workspace(),
                    event.recordId(),
                    event.identifiers(),
                    event.facts().source(),
                    event.facts().enriching(),
                    time,
                    time,
                    event.afterErasure());
        }

        private Sighting and(Sighting other) {
            return new Sighting(
                    workspace,
                    recordId,
                    identifiers,
                    source,
                    enriching,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last,
                    Math.max(afterErasure, other.afterErasure));
        }
    }

    private record Key(UUID recordId, String source, boolean enriching, LocalDate day) {
        private static Key of(Sighting sighting) {
            return new Key(
                    sighting.recordId,
                    sighting.source,
                    sighting.enriching,
                    LocalDate.ofInstant(sighting.first, ZoneOffset.UTC));
        }
    }

    static Sightings of(List<FiledEvent> events) {
        Map<Key, Sighting> byKey = new LinkedHashMap<>();
        for (FiledEvent event : events) {
            Sighting sighting = Sighting.of(event);
            byKey.merge(Key.of(sighting), sighting, Sighting::and);
        }
        return new Sightings(List.copyOf(byKey.values()));
    }

    /** In parts of a size that one request may hold. */
    List<List<Sighting>> parts(int size) {
        List<List<Sighting>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return parts;
    }
}
