package io.onefold.profile.ownership;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which profile holds a record, as of a version of identity.
 *
 * @param erased nothing is filed under it but what was let in afterwards
 */
public record Owner(@Nullable UUID profileId, long version, boolean erased) {
    static final Owner NONE = new Owner(null, 0, false);
}
