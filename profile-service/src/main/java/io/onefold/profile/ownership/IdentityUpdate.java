package io.onefold.profile.ownership;

import io.onefold.domain.Identifier;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of identity: applied whole or not at all, and only where it is newer than what is known.
 *
 * @param version above the versions of everything that it names
 * @param erasure the ordinal of the erasure that caused it: whoever is named is the one who was erased, or shared something with him; 0 for
 *     all other causes
 * @param erasedIdentifiers the ids of identifiers that no record carries any more
 */
public record IdentityUpdate(
        String workspace,
        long version,
        long erasure,
        List<Move> moves,
        List<Holding> holdings,
        List<UUID> erasedIdentifiers,
        List<Standing> standings) {
    boolean isByErasure() {
        return erasure > 0;
    }

    /**
     * A record came to a profile, or is in none.
     *
     * @param erased all that is filed under it is to be deleted
     */
    public record Move(UUID recordId, @Nullable UUID to, boolean erased) {}

    /** An identifier came to be held, contested or free. */
    public record Holding(
            UUID identifierId,
            Identifier identifier,
            @Nullable UUID holder,
            List<UUID> candidates) {}

    /**
     * Where a profile's id leads; null: to itself.
     *
     * @param erased it leads nowhere for ever
     */
    public record Standing(UUID profileId, @Nullable UUID resolvesTo, boolean erased) {}
}
