package io.onefold.identity.erasure;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Whom to erase. Names nobody: ids and keyed hashes.
 *
 * @param identifierIds of the identifiers that were the person's alone
 */
public record Erasure(UUID id, String workspace, Instant requestTime, List<UUID> recordIds, List<UUID> identifierIds) {
    public Erasure {
        recordIds = List.copyOf(recordIds);
        identifierIds = List.copyOf(identifierIds);
    }
}
