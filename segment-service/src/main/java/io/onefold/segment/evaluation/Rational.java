package io.onefold.segment.evaluation;

import java.math.BigDecimal;

/**
 * An exact number: no quotient is ever rounded.
 *
 * @param denominator greater than 0
 */
public record Rational(BigDecimal numerator, BigDecimal denominator) implements Value, Comparable<Rational> {
    static final Rational ZERO = of(0);

    public Rational {
        if (denominator.signum() <= 0) {
            throw new IllegalArgumentException("a denominator must be greater than 0");
        }
    }

    static Rational of(long whole) {
        return of(BigDecimal.valueOf(whole));
    }

    static Rational of(BigDecimal number) {
        return new Rational(number, BigDecimal.ONE);
    }

    Rational plus(Rational other) {
        if (denominator.equals(other.denominator)) {
            return new Rational(numerator.add(other.numerator), denominator);
        }
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Rational minus(Rational other) {
        return plus(new Rational(other.numerator.negate(), other.denominator));
    }

    Rational times(Rational other) {
        return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    boolean isZero() {
        return numerator.signum() == 0;
    }

    /** @param other not zero */
    Rational by(Rational other) {
        BigDecimal over = denominator.multiply(other.numerator);
        BigDecimal under = numerator.multiply(other.denominator);
        return over.signum() < 0 ? new Rational(under.negate(), over.negate()) : new Rational(under, over);
    }

    @Override
    public int compareTo(Rational other) {
        return denominator.equals(other.denominator)
                ? numerator.compareTo(other.numerator)
                : numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    /** 1/2 and 2/4 are one number. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Rational rational && compareTo(rational) == 0;
    }

    @Override
    public int hashCode() {
        return numerator.signum();
    }

    @Override
    public String toString() {
        String over = numerator.toPlainString();
        return denominator.compareTo(BigDecimal.ONE) == 0 ? over : over + "/" + denominator.toPlainString();
    }
}
