package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.rule.Selector;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Slow and obvious: every value is found by adding up from nothing, and since and until by trying every instant at which something happened. */
final class ReferenceEvaluator {
    private ReferenceEvaluator() {}

    static Truth value(Rule rule, Facts facts, Instant at) {
        Boolean value = holds(rule, facts, at);
        return value == null ? Truth.UNKNOWN : value ? Truth.TRUE : Truth.FALSE;
    }

    static Optional<Instant> since(Rule rule, Facts facts, Instant at) {
        Truth present = value(rule, facts, at);
        Optional<Instant> since = Optional.empty();
        for (Instant instant : instants(facts).headSet(at, true).descendingSet()) {
            since = Optional.of(instant);
            if (value(rule, facts, instant.minusMillis(1)) != present) {
                return since;
            }
        }
        return Optional.empty();
    }

    static Optional<Instant> until(Rule rule, Facts facts, Instant at) {
        Truth present = value(rule, facts, at);
        return instants(facts).tailSet(at, false).stream()
                .filter(instant -> value(rule, facts, instant) != present)
                .findFirst();
    }

    static TreeSet<Instant> instants(Facts facts) {
        TreeSet<Instant> instants = new TreeSet<>();
        facts.selected().values().forEach(list -> list.forEach(fact -> instants.add(fact.eventTime())));
        return instants;
    }

    private static @Nullable Boolean holds(Rule rule, Facts facts, Instant at) {
        if (rule instanceof Rule.All all) {
            return every(all.rules(), true, facts, at);
        }
        if (rule instanceof Rule.Any any) {
            return every(any.rules(), false, facts, at);
        }
        if (rule instanceof Rule.Not not) {
            Boolean inner = holds(not.rule(), facts, at);
            return inner == null ? null : !inner;
        }
        Rule.Comparison comparison = (Rule.Comparison) rule;
        BigDecimal left = amount(comparison.left(), facts, at);
        BigDecimal right = amount(comparison.right(), facts, at);
        return left == null || right == null ? null : comparison.operator().holds(left, right);
    }

    /** {@code all} is {@code wanted} unless one is not; {@code any} the same with true and false exchanged. */
    private static @Nullable Boolean every(List<Rule> rules, boolean wanted, Facts facts, Instant at) {
        boolean unknown = false;
        for (Rule rule : rules) {
            Boolean value = holds(rule, facts, at);
            if (value == null) {
                unknown = true;
            } else if (value != wanted) {
                return !wanted;
            }
        }
        return unknown ? null : wanted;
    }

    private static @Nullable BigDecimal amount(Expression expression, Facts facts, Instant at) {
        if (expression instanceof Expression.Number number) {
            return number.value();
        }
        if (expression instanceof Expression.Difference difference) {
            BigDecimal minuend = amount(difference.minuend(), facts, at);
            BigDecimal subtrahend = amount(difference.subtrahend(), facts, at);
            return minuend == null || subtrahend == null ? null : minuend.subtract(subtrahend);
        }
        if (expression instanceof Expression.Count count) {
            return total(facts, count.events(), "", at);
        }
        Expression.Sum sum = (Expression.Sum) expression;
        return total(facts, sum.events(), sum.property(), at);
    }

    private static @Nullable BigDecimal total(Facts facts, EventSelector events, String property, Instant at) {
        Selector selector = new Selector(events, property);
        if (facts.incomplete().contains(selector)) {
            return null;
        }
        BigDecimal total = BigDecimal.ZERO;
        for (Fact fact : facts.selected().getOrDefault(selector, List.of())) {
            if (!fact.eventTime().isAfter(at)) {
                total = total.add(
                        property.isEmpty() ? BigDecimal.ONE : fact.value().orElse(BigDecimal.ZERO));
            }
        }
        return total;
    }
}
