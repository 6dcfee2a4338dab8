package io.onefold.sample.generator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What decides every byte of a sample.
 *
 * @param seed any number; another one gives other people
 * @param customers people with some way to know them, {@value #FEWEST_CUSTOMERS} to {@value #MOST_CUSTOMERS}; a third as many browsers
 *     that nobody ever signed in with come on top
 * @param asOf the midnight (UTC) at which it ends and at which everything is asked
 * @param days how many days before that it begins, {@value #FEWEST_DAYS} to {@value #MOST_DAYS}
 */
public record Recipe(long seed, int customers, Instant asOf, int days) {
    public static final int FEWEST_CUSTOMERS = 40;
    public static final int MOST_CUSTOMERS = 500_000;
    public static final int FEWEST_DAYS = 240;
    public static final int MOST_DAYS = 3_660;

    private static final long SEED = 1;
    private static final Instant AS_OF = Instant.parse("2026-07-01T00:00:00Z");
    private static final int YEAR = 365;

    public Recipe {
        if (customers < FEWEST_CUSTOMERS || customers > MOST_CUSTOMERS) {
            throw new IllegalArgumentException(
                    "a sample has %d to %d customers, not %d".formatted(FEWEST_CUSTOMERS, MOST_CUSTOMERS, customers));
        }
        if (days < FEWEST_DAYS || days > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "a sample spans %d to %d days, not %d".formatted(FEWEST_DAYS, MOST_DAYS, days));
        }
        if (!asOf.equals(asOf.truncatedTo(ChronoUnit.DAYS))) {
            throw new IllegalArgumentException("a sample ends at a midnight in UTC, not at " + asOf);
        }
    }

    /** The year up to 1 July 2026. */
    public static Recipe of(int customers) {
        return new Recipe(SEED, customers, AS_OF, YEAR);
    }

    public Recipe withSeed(long another) {
        return new Recipe(another, customers, asOf, days);
    }

    /** The same number of days up to another midnight. */
    public Recipe withAsOf(Instant another) {
        return new Recipe(seed, customers, another, days);
    }

    public Recipe withDays(int another) {
        return new Recipe(seed, customers, asOf, another);
    }

    Instant begin() {
        return asOf.minus(Duration.ofDays(days));
    }
}
