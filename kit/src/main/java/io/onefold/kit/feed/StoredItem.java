package io.onefold.kit.feed;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An item as the feed keeps it.
 *
 * @param payload the item's proto, or null for a tick
 * @param tick the instant of a tick, or null
 */
public record StoredItem(
        int partition,
        long position,
        String workspace,
        byte @Nullable [] payload,
        @Nullable Instant tick) {

    /** Whether it was emptied since it was written. */
    boolean isWiped() {
        return payload != null && payload.length == 0;
    }

    public Optional<byte[]> change() {
        return Optional.ofNullable(payload);
    }
}
