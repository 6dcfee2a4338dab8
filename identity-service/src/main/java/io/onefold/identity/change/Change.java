package io.onefold.identity.change;

import java.util.List;

/** One change of identity: applied whole or not at all. */
public record Change(
        String workspace,
        long version,
        Cause cause,
        List<Move> moves,
        List<IdentifierMove> identifiers,
        List<ProfileDigest> profiles) {
    public Change {
        moves = List.copyOf(moves);
        identifiers = List.copyOf(identifiers);
        profiles = List.copyOf(profiles);
    }
}
