package io.onefold.profile.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From the earliest event time to the latest. */
public record Span(Instant first, Instant last) {
    static @Nullable Span union(@Nullable Span a, @Nullable Span b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return new Span(a.first.isBefore(b.first) ? a.first : b.first, a.last.isAfter(b.last) ? a.last : b.last);
    }
}
