package io.onefold.segment.rule;

import java.time.Duration;
import java.util.Optional;

/**
 * An event that comes after another one, strictly later.
 *
 * @param within at most so much later, that distance included
 * @param negated only events that none of these follows, as far as is known at the instant
 */
public record Following(EventSelector events, Optional<Duration> within, boolean negated) {}
