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

    /**
     * After a move. One that is not newer changes nothing, unless it tells of an erasure that was not known: what is filed here was let in
     * before that one, since whoever reads the log files nothing with its mark before it has applied it.
     */
    Owner after(IdentityUpdate.Move move, IdentityUpdate update) {
        long latest = move.erased() ? Math.max(erasure, update.erasure()) : erasure;
        return update.version() > version
                ? new Owner(move.to(), update.version(), latest)
                : new Owner(profileId, version, latest);
    }
}
