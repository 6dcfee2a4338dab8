package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Rule;
import java.util.Optional;

/**
 * A condition that decided the value of its rule, with what it found.
 *
 * @param left the value that it looked at; empty when there was none, or when it looks at events, identifiers or rows
 * @param right of a comparison the other value
 */
public record Finding(Rule condition, Optional<Value> left, Optional<Value> right, Truth value) {}
