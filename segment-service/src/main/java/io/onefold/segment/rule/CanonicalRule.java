package io.onefold.segment.rule;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Two rules are the same when their canonical forms are equal: the order of a list, nested lists of one kind, a list of one, repeated
 * members, a double negation and the zeros at the end of a number say nothing. Each of these holds in three-valued logic too.
 */
public final class CanonicalRule {
    private CanonicalRule() {}

    public static boolean same(Rule one, Rule other) {
        return of(one).equals(of(other));
    }

    public static Rule of(Rule rule) {
        if (rule instanceof Rule.All all) {
            return list(
                    all.rules(),
                    member -> member instanceof Rule.All inner ? inner.rules().stream() : Stream.of(member),
                    Rule.All::new);
        }
        if (rule instanceof Rule.Any any) {
            return list(
                    any.rules(),
                    member -> member instanceof Rule.Any inner ? inner.rules().stream() : Stream.of(member),
                    Rule.Any::new);
        }
        if (rule instanceof Rule.Not not) {
            Rule inner = of(not.rule());
            return inner instanceof Rule.Not twice ? twice.rule() : new Rule.Not(inner);
        }
        Rule.Comparison comparison = (Rule.Comparison) rule;
        return new Rule.Comparison(of(comparison.left()), comparison.operator(), of(comparison.right()));
    }

    private static Rule list(
            List<Rule> rules, Function<Rule, Stream<Rule>> flatten, Function<List<Rule>, Rule> construct) {
        List<Rule> members = rules.stream()
                .map(CanonicalRule::of)
                .flatMap(flatten)
                .distinct()
                .sorted(Comparator.comparing(Rule::toString))
                .toList();
        return members.size() == 1 ? members.get(0) : construct.apply(members);
    }

    private static Expression of(Expression expression) {
        if (expression instanceof Expression.Number number) {
            return new Expression.Number(number.value().stripTrailingZeros());
        }
        if (expression instanceof Expression.Difference difference) {
            return new Expression.Difference(of(difference.minuend()), of(difference.subtrahend()));
        }
        return expression;
    }
}
