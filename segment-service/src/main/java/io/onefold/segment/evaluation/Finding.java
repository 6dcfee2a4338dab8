package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Rule;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A comparison that decided the value of its rule, with the amounts that it found; an amount is empty when its facts are incomplete.
 */
public record Finding(Rule.Comparison comparison, Optional<BigDecimal> left, Optional<BigDecimal> right, Truth value) {}
