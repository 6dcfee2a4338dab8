package io.onefold.ingestion.filing;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Whom those events of a request seem to name that could not be read, as far as they were erased.
 *
 * @param lastErasure the ordinal of the latest erasure when that was looked up: after another one it is looked up again
 * @param byItem the ids that were erased, by item
 */
record Mentioned(long lastErasure, Map<Submission.Item, Set<UUID>> byItem) {
    /** All could be read. */
    static final Mentioned NOBODY = new Mentioned(0, Map.of());

    Mentioned {
        byItem = Map.copyOf(byItem);
    }
}
