package io.onefold.segment.rule;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Two rules are the same when their canonical forms are equal: the order of a list, nested lists of one kind, a list of one, repeated
 * members, a double negation, "absent" for "not occurred" and the zeros at the end of a number say nothing. Each of these holds in
 * three-valued logic too.
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
            return not(of(not.rule()));
        }
        if (rule instanceof Rule.Comparison comparison) {
            return new Rule.Comparison(
                    CanonicalExpression.of(comparison.left()),
                    comparison.operator(),
                    CanonicalExpression.of(comparison.right()));
        }
        if (rule instanceof Rule.OneOf oneOf) {
            return new Rule.OneOf(CanonicalExpression.of(oneOf.value()), oneOf.texts());
        }
        if (rule instanceof Rule.Present present) {
            return new Rule.Present(CanonicalExpression.of(present.value()));
        }
        if (rule instanceof Rule.Occurred occurred) {
            return new Rule.Occurred(CanonicalSelector.of(occurred.events()));
        }
        if (rule instanceof Rule.Absent absent) {
            return not(new Rule.Occurred(CanonicalSelector.of(absent.events())));
        }
        if (rule instanceof Rule.ThirdParty thirdParty) {
            return new Rule.ThirdParty(thirdParty.provider(), CanonicalSelector.of(thirdParty.where()));
        }
        return rule;
    }

    private static Rule not(Rule inner) {
        return inner instanceof Rule.Not twice ? twice.rule() : new Rule.Not(inner);
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
}
