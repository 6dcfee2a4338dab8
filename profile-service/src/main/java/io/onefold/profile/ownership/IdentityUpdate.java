package io.onefold.profile.ownership;

import io.onefold.domain.Identifier;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of identity: applied whole or not at all, and only where it is newer than what is known.
 *
 * @param version above the versions of everything that it names
 */
public record IdentityUpdate(
        String workspace, long version, List<Move> moves, List<Holding> holdings, List<Standing> standings) {

    /** A record came to a profile, or is in none. */
    public record Move(UUID recordId, @Nullable UUID to) {}

    /** An identifier came to be held, contested or free. */
    public record Holding(
            UUID identifierId,
            Identifier identifier,
            @Nullable UUID holder,
            List<UUID> candidates) {}

    /** Where a profile's id leads; null: to itself. */
    public record Standing(UUID profileId, @Nullable UUID resolvesTo) {}
}
