package io.onefold.segment.evaluation;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A rule's value for one profile over all time: what it is before any fact, and each instant at which it becomes another one. A value
 * holds from its instant, that instant included, up to the next one, that one excluded.
 */
public final class History {
    private final Truth before;
    private final NavigableMap<Instant, Truth> changes = new TreeMap<>();

    History(Truth before) {
        this.before = before;
    }

    /** The value of a profile that is no more, for every rule. */
    public static History never() {
        return new History(Truth.FALSE);
    }

    /** Adds the value at an instant later than all so far. */
    void add(Instant instant, Truth value) {
        Truth last = changes.isEmpty() ? before : changes.lastEntry().getValue();
        if (last != value) {
            changes.put(instant, value);
        }
    }

    public Truth at(Instant instant) {
        Map.Entry<Instant, Truth> last = changes.floorEntry(instant);
        return last == null ? before : last.getValue();
    }

    /** From when on the value at the instant has held; empty: always before. */
    public Optional<Instant> since(Instant instant) {
        return Optional.ofNullable(changes.floorKey(instant));
    }

    /** When the value at the instant ends; empty: never. */
    public Optional<Instant> until(Instant instant) {
        return Optional.ofNullable(changes.higherKey(instant));
    }

    /** The changes after {@code from} up to and including {@code to}. */
    NavigableMap<Instant, Truth> between(Instant from, Instant to) {
        return from.isBefore(to) ? changes.subMap(from, false, to, true) : new TreeMap<>();
    }
}
