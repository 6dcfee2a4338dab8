package io.onefold.identity.change;

import io.onefold.domain.Identifier;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An identifier that came to be held, contested or free.
 *
 * @param holder null when it is contested or free
 * @param candidates the profiles that claim a contested one, by id
 */
public record IdentifierMove(
        UUID identifierId, Identifier identifier, @Nullable UUID holder, List<UUID> candidates) {
    public IdentifierMove {
        candidates = List.copyOf(candidates);
        if (holder != null && !candidates.isEmpty()) {
            throw new IllegalArgumentException("an identifier is held or contested, not both: " + identifierId);
        }
    }
}
