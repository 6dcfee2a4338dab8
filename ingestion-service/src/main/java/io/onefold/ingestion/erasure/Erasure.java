package io.onefold.ingestion.erasure;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Whom to erase. Names nobody: ids and keyed hashes.
 *
 * @param profileIds every id that the profile ever had
 * @param identifierIds of the identifiers that were the person's alone
 * @param namespaces of these identifiers
 * @param keyHash of how the caller named the person; empty when that is not known
 */
public record Erasure(
        UUID id,
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
}
