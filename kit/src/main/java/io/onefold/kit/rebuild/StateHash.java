package io.onefold.kit.rebuild;

import java.util.List;

/** What is derived, in short: equal exactly when the state is. Hashes are hexadecimal. */
public record StateHash(String hash, List<OfProjection> projections) {
    public StateHash {
        projections = List.copyOf(projections);
    }

    /** One projection. */
    public record OfProjection(String name, long rows, String hash) {}
}
