package io.onefold.segment.rule;

import java.time.Duration;
import java.util.Optional;

/**
 * How an event stands to another one, the anchor. Without an anchor no event is selected.
 *
 * @param of the events of which one is the anchor
 * @param within at most so far from it, that distance included
 */
public record Relation(Anchor anchor, EventSelector of, Side side, Optional<Duration> within) {
    /** Which of the events that could be the anchor. */
    public enum Anchor {
        FIRST,
        LATEST
    }

    /** On which side of it, by time. */
    public enum Side {
        BEFORE,
        AT_OR_BEFORE,
        AFTER,
        AT_OR_AFTER
    }
}
