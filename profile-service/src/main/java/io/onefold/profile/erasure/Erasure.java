package io.onefold.profile.erasure;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Whom to erase. Names nobody: ids and keyed hashes.
 *
 * @param ordinal its place in the order in which ingestion did them; 0 before it has
 * @param requestTime when the person asked for it, by the clock of the events
 * @param profileIds every id that the profile ever had
 * @param identifierIds of the identifiers that were the person's alone
 * @param namespaces of these identifiers
 * @param keyHash of how the caller named the person
 */
public record Erasure(
        UUID id,
        long ordinal,
        String workspace,
        Instant requestTime,
        List<UUID> profileIds,
        List<UUID> recordIds,
        List<UUID> identifierIds,
        List<String> namespaces,
        String keyHash) {
    public Erasure {
        profileIds = List.copyOf(profileIds);
        recordIds = List.copyOf(recordIds);
        identifierIds = List.copyOf(identifierIds);
        namespaces = List.copyOf(namespaces);
    }

    /** The same under another name. */
    Erasure as(UUID other) {
        return new Erasure(
                other, ordinal, workspace, requestTime, profileIds, recordIds, identifierIds, namespaces, keyHash);
    }

    /** With records that identity does not know of. */
    Erasure with(Collection<UUID> moreRecords) {
        Set<UUID> all = new LinkedHashSet<>(recordIds);
        all.addAll(moreRecords);
        return new Erasure(
                id, ordinal, workspace, requestTime, profileIds, List.copyOf(all), identifierIds, namespaces, keyHash);
    }
}
