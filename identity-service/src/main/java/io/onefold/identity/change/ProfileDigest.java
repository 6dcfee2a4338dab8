package io.onefold.identity.change;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a profile consists of after a change.
 *
 * @param recordHash the exclusive-or of the ids of its records
 * @param resolvesTo when it is no more, where its id leads now; null otherwise
 * @param erased its id leads nowhere for ever
 */
public record ProfileDigest(
        UUID profileId,
        int recordCount,
        UUID recordHash,
        @Nullable UUID resolvesTo,
        boolean erased) {}
