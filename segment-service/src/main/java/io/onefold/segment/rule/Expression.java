package io.onefold.segment.rule;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Gives a value, or none. */
public sealed interface Expression {
    /** A constant. */
    record Number(BigDecimal value) implements Expression {}

    /** A constant. */
    record Text(String value) implements Expression {}

    /** A constant. */
    record Flag(boolean value) implements Expression {}

    /** A constant, to the microsecond. */
    record Time(Instant value) implements Expression {
        public Time {
            value = value.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** How many events. */
    record Count(EventSelector events) implements Expression {}

    /** The exact sum of a property over events. */
    record Sum(EventSelector events, PropertyPath path) implements Expression {}

    /** How many distinct values a property has over events. */
    record Distinct(EventSelector events, PropertyPath path) implements Expression {}

    /** The property of the earliest event. */
    record First(EventSelector events, PropertyPath path) implements Expression {}

    /** The property of the latest event. */
    record Latest(EventSelector events, PropertyPath path) implements Expression {}

    /** When the earliest event happened. */
    record FirstTime(EventSelector events) implements Expression {}

    /** When the latest event happened. */
    record LatestTime(EventSelector events) implements Expression {}

    /** What the latest event that states the trait says. */
    record Trait(String name) implements Expression {}

    /** The first value that is there. */
    record Coalesce(List<Expression> expressions) implements Expression {
        public Coalesce {
            expressions = List.copyOf(expressions);
        }
    }

    /** The sum of numbers. */
    record Add(List<Expression> expressions) implements Expression {
        public Add {
            expressions = List.copyOf(expressions);
        }
    }

    /** One number less another. */
    record Difference(Expression minuend, Expression subtrahend) implements Expression {}

    /** The product of numbers. */
    record Multiply(List<Expression> expressions) implements Expression {
        public Multiply {
            expressions = List.copyOf(expressions);
        }
    }

    /** One number divided by another, exact. */
    record Ratio(Expression dividend, Expression divisor) implements Expression {}

    /** What it gives. Of a checked coalesce the one kind that its members have, if any says it. */
    default Kind kind() {
        if (this instanceof Text) {
            return Kind.TEXT;
        }
        if (this instanceof Flag) {
            return Kind.FLAG;
        }
        if (this instanceof Time || this instanceof FirstTime || this instanceof LatestTime) {
            return Kind.TIME;
        }
        if (this instanceof First || this instanceof Latest || this instanceof Trait) {
            return Kind.STATED;
        }
        if (this instanceof Coalesce coalesce) {
            return coalesce.expressions.stream()
                    .map(Expression::kind)
                    .filter(kind -> kind != Kind.STATED)
                    .findFirst()
                    .orElse(Kind.STATED);
        }
        return Kind.NUMBER;
    }

    /** What it reads of a profile. */
    default Needs needs() {
        return Reading.of(this);
    }
}
