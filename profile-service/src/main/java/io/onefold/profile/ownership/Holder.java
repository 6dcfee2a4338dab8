package io.onefold.profile.ownership;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which profile an identifier leads to, as of a version of identity; the candidates when it is contested. */
public record Holder(@Nullable UUID profileId, List<UUID> candidates, long version) {
    public Holder {
        candidates = List.copyOf(candidates);
    }

    public boolean isContested() {
        return !candidates.isEmpty();
    }
}
