package io.onefold.segment.evaluation;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A rule's value for one profile from an instant on. A value holds from its instant, that instant included, up to the next one, that one
 * excluded. Nothing is computed before it is asked for. For one thread.
 */
public final class History {
    private final Evaluator evaluator;
    private final long from;

    History(Evaluator evaluator, Instant from) {
        this.evaluator = evaluator;
        this.from = Micros.of(from);
    }

    /** The value of a profile that is no more, for every rule. */
    public static History never() {
        return new History(Evaluator.never(), Instant.MIN);
    }

    /** @param instant not before the history begins */
    public Truth at(Instant instant) {
        return evaluator.at(Micros.of(instant));
    }

    /** The changes after {@code fromExclusive} up to and including {@code toInclusive}, each with the value from then on. */
    public NavigableMap<Instant, Truth> between(Instant fromExclusive, Instant toInclusive) {
        NavigableMap<Instant, Truth> changes = new TreeMap<>();
        long to = Micros.of(toInclusive);
        long moment = Micros.of(fromExclusive);
        Truth value = evaluator.at(moment);
        while ((moment = evaluator.momentAfter(moment)) <= to && moment != Micros.NEVER) {
            Truth then = evaluator.at(moment);
            if (then != value) {
                changes.put(Micros.instant(moment), then);
                value = then;
            }
        }
        return changes;
    }

    /** From when on the value at the instant has held; empty: it was so when the history begins. */
    public Optional<Instant> since(Instant instant) {
        long moment = evaluator.momentUpTo(Micros.of(instant));
        Truth value = at(instant);
        while (moment > from) {
            long before = evaluator.momentUpTo(moment - 1);
            if (evaluator.at(moment - 1) != value) {
                return Optional.of(Micros.instant(moment));
            }
            moment = before;
        }
        return Optional.empty();
    }

    /** When the value at the instant ends; empty: never. */
    public Optional<Instant> until(Instant instant) {
        Truth value = at(instant);
        return next(instant, then -> then != value);
    }

    /** When, if nothing happens, membership becomes another one than it is at the instant; empty: never. */
    public Optional<Instant> nextFlip(Instant after) {
        boolean member = at(after) == Truth.TRUE;
        return next(after, then -> (then == Truth.TRUE) != member);
    }

    private Optional<Instant> next(Instant after, Predicate<Truth> wanted) {
        long moment = Micros.of(after);
        while ((moment = evaluator.momentAfter(moment)) != Micros.NEVER) {
            if (wanted.test(evaluator.at(moment))) {
                return Optional.of(Micros.instant(moment));
            }
        }
        return Optional.empty();
    }
}
