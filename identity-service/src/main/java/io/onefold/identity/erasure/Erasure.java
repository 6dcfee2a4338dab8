package io.onefold.identity.erasure;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Whom to erase. Names nobody: ids and keyed hashes.
 *
 * @param ordinal its place in the order in which ingestion did them
 * @param identifierIds of the identifiers that were the person's alone
 */
public record Erasure(
        UUID id, long ordinal, String workspace, Instant requestTime, List<UUID> recordIds, List<UUID> identifierIds) {
    public Erasure {
        recordIds = List.copyOf(recordIds);
        identifierIds = List.copyOf(identifierIds);
    }
}
