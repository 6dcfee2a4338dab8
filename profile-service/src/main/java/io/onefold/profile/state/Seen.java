package io.onefold.profile.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something came with events.
 *
 * @param firstCreating the earliest event of a source that may create profiles; null: only enriching ones so far
 * @param last the latest event
 */
public record Seen(@Nullable Instant firstCreating, Instant last) {
    static Seen both(Seen a, Seen b) {
        return new Seen(earlier(a.firstCreating, b.firstCreating), a.last.isAfter(b.last) ? a.last : b.last);
    }

    /** The earlier of two instants that may be missing. */
    static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}
