package io.onefold.profile.scan;

import io.onefold.domain.Identifier;
import io.onefold.profile.projection.ProfileRow;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one profile at one version.
 *
 * @param resolvesTo where its id leads when it is no more
 * @param events those that were selected, as the timeline keeps them, by time, then id
 * @param overflow whether more are selected
 * @param namespaces of the identifiers that it holds, each with the earliest event of a source that may create profiles
 * @param firstTime the earliest event of a source that may create profiles
 */
public record Facts(
        UUID profileId,
        String workspace,
        long version,
        boolean exists,
        @Nullable UUID resolvesTo,
        List<byte[]> events,
        boolean overflow,
        SortedMap<String, Instant> namespaces,
        @Nullable Instant firstTime) {
    /** What there is to an answer besides its events, about. */
    private static final int FRAME_BYTES = 256;

    /** Of an id of which nothing is known. */
    static Facts unknown(UUID profileId) {
        return new Facts(profileId, "", 0, false, null, List.of(), false, Collections.emptySortedMap(), null);
    }

    /** Of a profile that is no more, or that no source may create. */
    static Facts none(ProfileRow row) {
        return new Facts(
                row.id(),
                row.workspace(),
                row.version(),
                false,
                row.resolvesTo(),
                List.of(),
                false,
                Collections.emptySortedMap(),
                null);
    }

    static Facts of(ProfileRow row, Collection<Identifier> held, SelectedEvents events) {
        return new Facts(
                row.id(),
                row.workspace(),
                row.version(),
                true,
                null,
                events.payloads(),
                events.overflow(),
                namespaces(row, held),
                row.state().firstCreating());
    }

    private static SortedMap<String, Instant> namespaces(ProfileRow row, Collection<Identifier> held) {
        SortedMap<String, Instant> namespaces = new TreeMap<>();
        for (Identifier identifier : held) {
            Instant first = row.state().firstCreating(identifier.namespace(), identifier.value());
            if (first != null) {
                namespaces.merge(identifier.namespace(), first, (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        return namespaces;
    }

    long bytes() {
        return FRAME_BYTES + events.stream().mapToLong(event -> event.length).sum();
    }
}
