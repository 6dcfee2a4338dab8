package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** Random rules with random facts. */
public record Cases(Rule rule, Facts facts, long seed) {
    public static Gen<Cases> all() {
        return SourceDSL.longs().all().map(Cases::of);
    }

    public static Cases of(long seed) {
        Random random = new Random(seed);
        return new Cases(RandomRules.of(random), RandomFacts.of(random), seed);
    }

    public Random random() {
        return new Random(~seed);
    }

    /** A millisecond before, at and after every instant at which anything can change, and far away from them. */
    public TreeSet<Instant> around() {
        TreeSet<Instant> instants = new TreeSet<>();
        instants.add(RandomFacts.BEGIN.minusSeconds(1_000_000));
        instants.add(RandomFacts.BEGIN.plusSeconds(1_000_000));
        for (Instant instant : RandomFacts.boundaries(facts)) {
            instants.add(instant.minusMillis(1));
            instants.add(instant);
            instants.add(instant.plus(1, ChronoUnit.MICROS));
            instants.add(instant.plusMillis(1));
        }
        return instants;
    }

    /** The reference's changes of value, found by trying every instant at which anything can change. */
    NavigableMap<Instant, Truth> changes() {
        NavigableMap<Instant, Truth> changes = new TreeMap<>();
        Truth value = Truth.FALSE;
        TreeSet<Instant> instants = new TreeSet<>(RandomFacts.boundaries(facts));
        // What is in a window at its last instant leaves it a microsecond later.
        RandomFacts.boundaries(facts).forEach(instant -> instants.add(instant.plus(1, ChronoUnit.MICROS)));
        for (Instant instant : instants) {
            Truth then = ReferenceEvaluator.value(rule, facts, instant);
            if (then != value) {
                changes.put(instant, then);
                value = then;
            }
        }
        return changes;
    }

    static Optional<Instant> nextFlip(NavigableMap<Instant, Truth> changes, Instant after) {
        Map.Entry<Instant, Truth> present = changes.floorEntry(after);
        boolean member = present != null && present.getValue() == Truth.TRUE;
        return changes.tailMap(after, false).entrySet().stream()
                .filter(change -> (change.getValue() == Truth.TRUE) != member)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
