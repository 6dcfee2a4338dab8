package io.onefold.identity.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Evidence that is known to be stored, and with it its record. A stored span only ever widens, so what this says stays true and needs no
 * invalidation; what it does not say is looked up.
 */
@ApplicationScoped
class EvidenceCache {
    /** About 200 bytes each. */
    private static final int MOST_SPANS = 150_000;

    private final Cache<EvidenceKey, TimeSpan> stored =
            Caffeine.newBuilder().maximumSize(MOST_SPANS).build();

    boolean covers(EvidenceKey key, TimeSpan span) {
        TimeSpan known = stored.getIfPresent(key);
        return known != null && known.covers(span);
    }

    /** Notes what was committed. */
    void stored(EvidenceKey key, TimeSpan span) {
        stored.asMap().merge(key, span, TimeSpan::and);
    }
}
