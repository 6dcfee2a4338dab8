package io.onefold.identity.change;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record that changed its profile; null stands for no profile. */
public record Move(
        UUID recordId, @Nullable UUID from, @Nullable UUID to) {}
