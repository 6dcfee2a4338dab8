package io.onefold.segment.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.quicktheories.QuickTheory;

class EvaluatorPropertiesTest {
    private static final int CASES = 10_000;

    private static QuickTheory theory() {
        return QuickTheory.qt().withFixedSeed(20111210).withExamples(CASES).withShrinkCycles(50);
    }

    /** A millisecond before, at and after every instant at which something happened. */
    private static TreeSet<Instant> boundaries(Cases one) {
        TreeSet<Instant> instants = new TreeSet<>(List.of(Cases.BEGIN.minusSeconds(1), Cases.BEGIN.plusSeconds(1)));
        for (Instant instant : ReferenceEvaluator.instants(one.facts())) {
            instants.add(instant.minusMillis(1));
            instants.add(instant);
            instants.add(instant.plusMillis(1));
        }
        return instants;
    }

    @Test
    void value_since_and_until_agree_with_the_reference_at_every_boundary() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            for (Instant at : boundaries(one)) {
                Evaluation evaluation = Evaluator.evaluate(one.rule(), one.facts(), at);
                assertEquals(ReferenceEvaluator.value(one.rule(), one.facts(), at), evaluation.value());
                assertEquals(ReferenceEvaluator.since(one.rule(), one.facts(), at), evaluation.since());
                assertEquals(ReferenceEvaluator.until(one.rule(), one.facts(), at), evaluation.until());
            }
        });
    }

    @Test
    void a_value_holds_from_since_up_to_until_and_not_beyond() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            Evaluation evaluation = Evaluator.evaluate(one.rule(), one.facts(), Cases.BEGIN.plusMillis(4));
            evaluation.since().ifPresent(since -> {
                assertEquals(evaluation.value(), ReferenceEvaluator.value(one.rule(), one.facts(), since));
                Truth before = ReferenceEvaluator.value(one.rule(), one.facts(), since.minusMillis(1));
                assertEquals(true, before != evaluation.value());
            });
            evaluation.until().ifPresent(until -> {
                assertEquals(
                        evaluation.value(), ReferenceEvaluator.value(one.rule(), one.facts(), until.minusMillis(1)));
                assertEquals(true, ReferenceEvaluator.value(one.rule(), one.facts(), until) != evaluation.value());
            });
        });
    }

    /** The comparisons that decided are enough: whatever the others say, the value stays. Here: those found have the stated amounts. */
    @Test
    void what_decided_is_found_in_the_facts() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            Instant at = Cases.BEGIN.plusMillis(3);
            for (Finding finding :
                    Evaluator.evaluate(one.rule(), one.facts(), at).decided()) {
                assertEquals(ReferenceEvaluator.value(finding.comparison(), one.facts(), at), finding.value());
            }
        });
    }

    /** However often a profile is looked at in between, the same changes come out. */
    @Test
    void walking_in_steps_gives_what_walking_at_once_gives() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            History history = Evaluator.history(one.rule(), one.facts());
            Instant end = Cases.BEGIN.plusSeconds(1);
            boolean member = history.at(Instant.MIN) == Truth.TRUE;
            List<Transition> atOnce = Transition.walk(history, member, Instant.MIN, end);
            Instant half = Cases.BEGIN.plusMillis(3);
            List<Transition> first = Transition.walk(history, member, Instant.MIN, half);
            List<Transition> then = Transition.walk(history, history.at(half) == Truth.TRUE, half, end);
            assertEquals(
                    atOnce,
                    java.util.stream.Stream.concat(first.stream(), then.stream())
                            .toList());
        });
    }
}
