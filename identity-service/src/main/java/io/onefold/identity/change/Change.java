package io.onefold.identity.change;

import java.util.List;
import java.util.UUID;

/**
 * One change of identity: applied whole or not at all.
 *
 * @param erasure the ordinal of the erasure that caused it; 0 for all other causes
 * @param erasedIdentifiers the ids of identifiers that no record carries any more
 */
public record Change(
        String workspace,
        long version,
        Cause cause,
        long erasure,
        List<Move> moves,
        List<IdentifierMove> identifiers,
        List<UUID> erasedIdentifiers,
        List<ProfileDigest> profiles) {
    public Change {
        moves = List.copyOf(moves);
        identifiers = List.copyOf(identifiers);
        erasedIdentifiers = List.copyOf(erasedIdentifiers);
        profiles = List.copyOf(profiles);
    }
}
