package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.rule.Selector;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The one evaluator.
 *
 * <p>The state as of T holds the events with event_time <= T: an event at exactly T is part of it, so that a value has a first instant and
 * holds in a half-open interval [since, until). Windows that end at T keep to this: the window of length d is (T - d, T], an event at t is
 * in it for T in [t, t + d). Exact decimal arithmetic throughout.
 */
public final class Evaluator {
    private final Rule rule;
    private final Map<Selector, RunningTotal> totals = new HashMap<>();
    private final Facts facts;

    private Evaluator(Rule rule, Facts facts) {
        this.rule = rule;
        this.facts = facts;
        for (Selector selector : rule.selectors()) {
            totals.put(selector, new RunningTotal(facts.selected().getOrDefault(selector, List.of())));
        }
    }

    /** The rule's value at an instant, since when, until when, and why. */
    public static Evaluation evaluate(Rule rule, Facts facts, Instant instant) {
        Evaluator evaluator = new Evaluator(rule, facts);
        History history = evaluator.history();
        return new Evaluation(
                history.at(instant),
                history.since(instant),
                history.until(instant),
                evaluator.decided(rule, instant).distinct().toList());
    }

    /** The rule's value over all time. */
    public static History history(Rule rule, Facts facts) {
        return new Evaluator(rule, facts).history();
    }

    private History history() {
        TreeSet<Instant> instants = new TreeSet<>();
        totals.values().forEach(total -> instants.addAll(total.instants()));
        History history = new History(value(rule, Instant.MIN));
        instants.forEach(instant -> history.add(instant, value(rule, instant)));
        return history;
    }

    private Truth value(Rule node, Instant at) {
        if (node instanceof Rule.All all) {
            return Truth.all(all.rules().stream().map(r -> value(r, at)).toList());
        }
        if (node instanceof Rule.Any any) {
            return Truth.any(any.rules().stream().map(r -> value(r, at)).toList());
        }
        if (node instanceof Rule.Not not) {
            return value(not.rule(), at).not();
        }
        return find((Rule.Comparison) node, at).value();
    }

    /** The comparisons without which the value could be another: of a list, those that agree with it. */
    private Stream<Finding> decided(Rule node, Instant at) {
        if (node instanceof Rule.All all) {
            return agreeing(all.rules(), value(node, at), at);
        }
        if (node instanceof Rule.Any any) {
            return agreeing(any.rules(), value(node, at), at);
        }
        if (node instanceof Rule.Not not) {
            return decided(not.rule(), at);
        }
        return Stream.of(find((Rule.Comparison) node, at));
    }

    private Stream<Finding> agreeing(List<Rule> rules, Truth value, Instant at) {
        return rules.stream().filter(r -> value(r, at) == value).flatMap(r -> decided(r, at));
    }

    private Finding find(Rule.Comparison comparison, Instant at) {
        Optional<BigDecimal> left = amount(comparison.left(), at);
        Optional<BigDecimal> right = amount(comparison.right(), at);
        Truth value = left.flatMap(
                        l -> right.map(r -> Truth.of(comparison.operator().holds(l, r))))
                .orElse(Truth.UNKNOWN);
        return new Finding(comparison, left, right, value);
    }

    private Optional<BigDecimal> amount(Expression expression, Instant at) {
        if (expression instanceof Expression.Number number) {
            return Optional.of(number.value());
        }
        if (expression instanceof Expression.Difference difference) {
            return amount(difference.minuend(), at)
                    .flatMap(m -> amount(difference.subtrahend(), at).map(m::subtract));
        }
        if (expression instanceof Expression.Count count) {
            return total(new Selector(count.events(), "")).map(t -> t.countAt(at));
        }
        Expression.Sum sum = (Expression.Sum) expression;
        return total(new Selector(sum.events(), sum.property())).map(t -> t.sumAt(at));
    }

    private Optional<RunningTotal> total(Selector selector) {
        return facts.incomplete().contains(selector) ? Optional.empty() : Optional.ofNullable(totals.get(selector));
    }
}
