package io.onefold.identity.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/**
 * Evidence that is known to be stored, and with it its record. A stored span only ever widens, so what this says stays true until somebody
 * is erased; then all is forgotten. What it does not say is looked up.
 */
@ApplicationScoped
class EvidenceCache {
    /** About 200 bytes each. */
    private static final int MOST_SPANS = 150_000;

    private volatile Known known = new Known(0);

    /** What is known to be stored since some erasure: who still writes into one that was left behind changes nothing. */
    private static final class Known {
        final long erasures;
        final Cache<EvidenceKey, TimeSpan> stored =
                Caffeine.newBuilder().maximumSize(MOST_SPANS).build();

        Known(long erasures) {
            this.erasures = erasures;
        }
    }

    /** What was stored as of some number of erasures. */
    interface Spans {
        boolean covers(EvidenceKey key, TimeSpan span);

        /** Notes what was committed. */
        void stored(Map<EvidenceKey, TimeSpan> spans);
    }

    /** @param erasures how many there had been in the snapshot that reads */
    Spans asOf(long erasures) {
        Known present = present(erasures);
        return new Spans() {
            @Override
            public boolean covers(EvidenceKey key, TimeSpan span) {
                TimeSpan stored = present.stored.getIfPresent(key);
                return stored != null && stored.covers(span);
            }

            @Override
            public void stored(Map<EvidenceKey, TimeSpan> spans) {
                spans.forEach((key, span) -> present.stored.asMap().merge(key, span, TimeSpan::and));
            }
        };
    }

    /** A snapshot from before the last erasure gets nothing, and keeps nothing. */
    private synchronized Known present(long erasures) {
        if (erasures > known.erasures) {
            known = new Known(erasures);
        }
        return erasures == known.erasures ? known : new Known(erasures);
    }
}
