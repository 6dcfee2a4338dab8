package io.onefold.identity.change;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that changed its profile; null stands for no profile.
 *
 * @param erased it is in none for ever, and what is filed under it is to be deleted
 */
public record Move(
        UUID recordId, @Nullable UUID from, @Nullable UUID to, boolean erased) {
    public Move {
        if (erased && to != null) {
            throw new IllegalArgumentException("an erased record is in no profile: " + recordId);
        }
    }

    public Move(UUID recordId, @Nullable UUID from, @Nullable UUID to) {
        this(recordId, from, to, false);
    }
}
