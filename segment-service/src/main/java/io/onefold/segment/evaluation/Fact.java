package io.onefold.segment.evaluation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that a selector selects.
 *
 * @param value the property; empty when the event has none or it is not a number
 */
public record Fact(Instant eventTime, Optional<BigDecimal> value) {}
