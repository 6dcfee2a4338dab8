package io.onefold.profile.erasure;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Whom to erase. Names nobody: ids and keyed hashes.
 *
 * @param requestTime when the person asked for it, by the clock of the events
 * @param profileIds every id that the profile ever had
 * @param identifierIds of the identifiers that were the person's alone
 * @param namespaces of these identifiers
 */
public record Erasure(
        UUID id,
        String workspace,
        Instant requestTime,
        List<UUID> profileIds,
        List<UUID> recordIds,
        List<UUID> identifierIds,
        List<String> namespaces) {
    public Erasure {
        profileIds = List.copyOf(profileIds);
        recordIds = List.copyOf(recordIds);
        identifierIds = List.copyOf(identifierIds);
        namespaces = List.copyOf(namespaces);
    }
}
