package io.onefold.segment.rule;

import java.math.BigDecimal;
import java.util.stream.Stream;

/** Gives a decimal number. */
public sealed interface Expression {
    /** A constant. */
    record Number(BigDecimal value) implements Expression {}

    /** How many events up to the instant. */
    record Count(EventSelector events) implements Expression {}

    /** The exact sum of a property over events up to the instant. */
    record Sum(EventSelector events, String property) implements Expression {}

    /** One amount less another. */
    record Difference(Expression minuend, Expression subtrahend) implements Expression {}

    /** What it reads of a profile. */
    default Stream<Selector> selectors() {
        if (this instanceof Count count) {
            return Stream.of(new Selector(count.events, ""));
        }
        if (this instanceof Sum sum) {
            return Stream.of(new Selector(sum.events, sum.property));
        }
        if (this instanceof Difference difference) {
            return Stream.concat(difference.minuend.selectors(), difference.subtrahend.selectors());
        }
        return Stream.empty();
    }
}
