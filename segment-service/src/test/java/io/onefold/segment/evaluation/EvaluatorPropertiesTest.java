package io.onefold.segment.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.segment.rule.CanonicalRule;
import io.onefold.segment.rule.Needs;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.quicktheories.QuickTheory;

class EvaluatorPropertiesTest {
    private static final int CASES = 3_000;

    private static QuickTheory theory() {
        return QuickTheory.qt().withFixedSeed(20111210).withExamples(CASES).withShrinkCycles(0);
    }

    @Test
    void the_value_is_the_references_around_every_boundary() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            History history = Evaluator.history(one.rule(), one.facts(), Instant.MIN);
            for (Instant at : one.around()) {
                Truth expected = ReferenceEvaluator.value(one.rule(), one.facts(), at);
                assertEquals(expected, history.at(at), () -> one + " at " + at);
            }
            Instant some = RandomFacts.instant(one.random());
            assertEquals(
                    ReferenceEvaluator.value(one.rule(), one.facts(), some),
                    Evaluator.evaluate(one.rule(), one.facts(), some).value());
        });
    }

    @Test
    void since_and_until_are_those_of_a_naive_walk() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            NavigableMap<Instant, Truth> changes = one.changes();
            for (Instant at : someOf(one.around(), one.random())) {
                Evaluation evaluation = Evaluator.evaluate(one.rule(), one.facts(), at);
                assertEquals(Optional.ofNullable(changes.floorKey(at)), evaluation.since(), () -> one + " at " + at);
                assertEquals(Optional.ofNullable(changes.higherKey(at)), evaluation.until(), () -> one + " at " + at);
            }
        });
    }

    @Test
    void a_history_gives_the_changes_of_a_naive_walk_wherever_it_begins() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            NavigableMap<Instant, Truth> changes = one.changes();
            History whole = Evaluator.history(one.rule(), one.facts(), Instant.MIN);
            assertEquals(changes, whole.between(Instant.MIN, Instant.MAX));
            List<Instant> around = someOf(one.around(), one.random());
            for (int i = 1; i < around.size(); i++) {
                Instant from = around.get(i - 1);
                Instant to = around.get(i);
                History later = Evaluator.history(one.rule(), one.facts(), from);
                assertEquals(changes.subMap(from, false, to, true), later.between(from, to), () -> one + " " + from);
                assertEquals(Cases.nextFlip(changes, from), later.nextFlip(from), () -> one + " after " + from);
                assertEquals(Cases.nextFlip(changes, to), later.nextFlip(to), () -> one + " after " + to);
                assertEquals(whole.at(to), later.at(to));
                assertEquals(whole.until(to), later.until(to));
                assertEquals(whole.since(to).filter(from::isBefore), later.since(to), () -> one + " at " + to);
            }
        });
    }

    @Test
    void the_order_in_which_facts_come_does_not_matter() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            List<EventFact> events = new ArrayList<>(one.facts().events());
            Collections.shuffle(events, one.random());
            Facts facts = one.facts();
            assertEquals(facts, new Facts(facts.firstTime(), events, facts.namespaces(), facts.complete()));
        });
    }

    /** Whatever part is read first and whatever is told then, also twice, the same facts are known. */
    @Test
    void facts_grow_to_what_they_would_have_been() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            List<EventFact> events = new ArrayList<>(one.facts().events());
            Collections.shuffle(events, one.random());
            Facts known = with(one.facts(), List.of());
            int half = events.size() / 2;
            Facts grown = known.and(events.subList(0, half)).and(events);
            assertEquals(one.facts(), grown);
        });
    }

    @Test
    void what_a_rule_needs_is_enough_for_it() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            Facts needed = only(one.rule().needs(), one.facts());
            History history = Evaluator.history(one.rule(), needed, Instant.MIN);
            assertEquals(one.changes(), history.between(Instant.MIN, Instant.MAX), one::toString);
        });
    }

    @Test
    void the_canonical_form_of_a_rule_means_the_same() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            Rule canonical = CanonicalRule.of(one.rule());
            assertEquals(canonical, CanonicalRule.of(canonical));
            History history = Evaluator.history(canonical, one.facts(), Instant.MIN);
            assertEquals(one.changes(), history.between(Instant.MIN, Instant.MAX), one::toString);
        });
    }

    @Test
    void what_decided_has_the_value_that_is_stated() {
        theory().forAll(Cases.all()).checkAssert(one -> {
            Instant at = RandomFacts.instant(one.random());
            Evaluation evaluation = Evaluator.evaluate(one.rule(), one.facts(), at);
            boolean exists =
                    one.facts().firstTime().map(first -> !at.isBefore(first)).orElse(false);
            assertEquals(exists, !evaluation.decided().isEmpty());
            for (Finding finding : evaluation.decided()) {
                assertEquals(ReferenceEvaluator.value(finding.condition(), one.facts(), at), finding.value());
            }
        });
    }

    /** Else the properties would say little. */
    @Test
    void the_cases_give_every_value_and_many_changes() {
        Map<Truth, Integer> values = new HashMap<>();
        int several = 0;
        for (long seed = 0; seed < 500; seed++) {
            NavigableMap<Instant, Truth> changes = Cases.of(seed).changes();
            changes.values().forEach(value -> values.merge(value, 1, Integer::sum));
            several += changes.size() > 2 ? 1 : 0;
        }
        assertTrue(values.getOrDefault(Truth.TRUE, 0) > 100, values::toString);
        assertTrue(values.getOrDefault(Truth.FALSE, 0) > 100, values::toString);
        assertTrue(values.getOrDefault(Truth.UNKNOWN, 0) > 50, values::toString);
        assertNotEquals(0, several);
    }

    private static List<Instant> someOf(TreeSet<Instant> instants, Random random) {
        List<Instant> some = new ArrayList<>();
        for (Instant instant : instants) {
            if (random.nextInt(4) == 0) {
                some.add(instant);
            }
        }
        return some;
    }

    private static Facts with(Facts facts, List<EventFact> events) {
        return new Facts(facts.firstTime(), events, facts.namespaces(), facts.complete());
    }

    private static Facts only(Needs needs, Facts facts) {
        List<EventFact> events = facts.events().stream()
                .filter(needs::selects)
                .map(event -> only(needs, event))
                .toList();
        return with(facts, events);
    }

    private static EventFact only(Needs needs, EventFact event) {
        Map<PropertyPath, Scalar> values = new HashMap<>(event.values());
        values.keySet().retainAll(needs.paths());
        return new EventFact(
                event.id(),
                event.time(),
                event.type(),
                event.name(),
                event.channel(),
                event.enriching(),
                event.namespaces(),
                values,
                event.consents(),
                event.statesTraits(),
                event.thirdParty());
    }
}
