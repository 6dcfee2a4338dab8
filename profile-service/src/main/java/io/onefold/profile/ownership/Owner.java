package io.onefold.profile.ownership;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which profile holds a record, as of a version of identity.
 *
 * @param erasure the ordinal of the latest erasure that the record was part of: nothing is filed under it but what was let in after that; 0:
 *     it never was
 */
public record Owner(@Nullable UUID profileId, long version, long erasure) {
    static final Owner NONE = new Owner(null, 0, 0);
}
