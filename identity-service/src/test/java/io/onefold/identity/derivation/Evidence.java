package io.onefold.identity.derivation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Collects events into records, as identity does: one record per distinct set of identifiers, minted in order. */
final class Evidence {

    private final Map<Set<String>, List<Sighting>> sightingsByRecord = new LinkedHashMap<>();

    /** @param identifiers each {@code namespace:value} */
    Evidence seen(Collection<String> identifiers, String source, boolean enriching, Instant at) {
        sightingsByRecord
                .computeIfAbsent(new TreeSet<>(identifiers), set -> new ArrayList<>())
                .add(new Sighting(source, enriching, at, at));
        return this;
    }

    /** As a web site sees it, at so many seconds of the epoch. */
    Evidence seen(long second, String... identifiers) {
        return seen(List.of(identifiers), "web", false, Instant.ofEpochSecond(second));
    }

    /** As a source that only enriches sees it. */
    Evidence enriched(long second, String... identifiers) {
        return seen(List.of(identifiers), "dmp", true, Instant.ofEpochSecond(second));
    }

    List<RecordEvidence> records() {
        List<RecordEvidence> records = new ArrayList<>();
        sightingsByRecord.forEach((identifiers, sightings) -> records.add(new RecordEvidence(
                recordId(identifiers),
                identifiers.stream().map(Evidence::identifier).collect(Collectors.toSet()),
                sightings,
                mintedId(identifiers),
                records.size())));
        return records;
    }

    static IdentifierRef identifier(String text) {
        int colon = text.indexOf(':');
        return new IdentifierRef(id("identifier " + text), text.substring(0, colon), text.substring(colon + 1));
    }

    static UUID recordId(String... identifiers) {
        return recordId(Set.of(identifiers));
    }

    static UUID recordId(Set<String> identifiers) {
        return id("record " + new TreeSet<>(identifiers));
    }

    static UUID mintedId(String... identifiers) {
        return mintedId(Set.of(identifiers));
    }

    static UUID mintedId(Set<String> identifiers) {
        return id("profile " + new TreeSet<>(identifiers));
    }

    private static UUID id(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
