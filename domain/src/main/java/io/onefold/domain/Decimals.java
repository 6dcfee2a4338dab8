package io.onefold.domain;

import java.math.BigDecimal;
import java.util.Optional;

/** Exact decimal numbers from text, within bounds that keep sums cheap: no NaN, no infinity, no exponent that would fill the memory. */
public final class Decimals {
    private static final int MAX_LENGTH = 64;
    private static final int MAX_SCALE = 30;

    private Decimals() {}

    /** The number, or empty when the text is not one or is out of bounds (64 characters, 30 digits on each side of the point). */
    public static Optional<BigDecimal> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return bounded(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    public static Optional<BigDecimal> bounded(BigDecimal number) {
        // In long, as 1e2147483647 has a scale that an int cannot be subtracted from.
        long whole = (long) number.precision() - number.scale();
        boolean fits = number.scale() <= MAX_SCALE && whole <= MAX_SCALE;
        return fits ? Optional.of(number) : Optional.empty();
    }
}
