package io.onefold.segment.rule;

import java.util.List;

/** What rules and expressions read of a profile. */
final class Reading {
    private Reading() {}

    static Needs of(Rule rule) {
        if (rule instanceof Rule.All all) {
            return ofRules(all.rules());
        }
        if (rule instanceof Rule.Any any) {
            return ofRules(any.rules());
        }
        if (rule instanceof Rule.Not not) {
            return of(not.rule());
        }
        if (rule instanceof Rule.Comparison comparison) {
            return of(comparison.left()).and(of(comparison.right()));
        }
        if (rule instanceof Rule.OneOf oneOf) {
            return of(oneOf.value());
        }
        if (rule instanceof Rule.Present present) {
            return of(present.value());
        }
        if (rule instanceof Rule.Occurred occurred) {
            return occurred.events().needs();
        }
        if (rule instanceof Rule.Absent absent) {
            return absent.events().needs();
        }
        if (rule instanceof Rule.Identified) {
            return Needs.NAMESPACES;
        }
        if (rule instanceof Rule.Consent) {
            return Needs.of(EventFilter.Content.CONSENT);
        }
        Needs needs = Needs.of(EventFilter.Content.THIRD_PARTY);
        for (PropertyCondition condition : ((Rule.ThirdParty) rule).where()) {
            needs = needs.and(Needs.of(condition.path()));
        }
        return needs;
    }

    static Needs of(Expression expression) {
        if (expression instanceof Expression.Count count) {
            return count.events().needs();
        }
        if (expression instanceof Expression.Sum sum) {
            return property(sum.events(), sum.path());
        }
        if (expression instanceof Expression.Distinct distinct) {
            return property(distinct.events(), distinct.path());
        }
        if (expression instanceof Expression.First first) {
            return property(first.events(), first.path());
        }
        if (expression instanceof Expression.Latest latest) {
            return property(latest.events(), latest.path());
        }
        if (expression instanceof Expression.FirstTime first) {
            return first.events().needs();
        }
        if (expression instanceof Expression.LatestTime latest) {
            return latest.events().needs();
        }
        if (expression instanceof Expression.Trait trait) {
            return Needs.of(EventFilter.Content.TRAITS).and(Needs.of(PropertyPath.trait(trait.name())));
        }
        return ofMembers(expression);
    }

    private static Needs ofMembers(Expression expression) {
        if (expression instanceof Expression.Coalesce coalesce) {
            return ofExpressions(coalesce.expressions());
        }
        if (expression instanceof Expression.Add add) {
            return ofExpressions(add.expressions());
        }
        if (expression instanceof Expression.Multiply multiply) {
            return ofExpressions(multiply.expressions());
        }
        if (expression instanceof Expression.Difference difference) {
            return of(difference.minuend()).and(of(difference.subtrahend()));
        }
        if (expression instanceof Expression.Ratio ratio) {
            return of(ratio.dividend()).and(of(ratio.divisor()));
        }
        return Needs.NONE;
    }

    private static Needs property(EventSelector events, PropertyPath path) {
        return events.needs().and(Needs.of(path));
    }

    private static Needs ofRules(List<Rule> rules) {
        return rules.stream().map(Reading::of).reduce(Needs.NONE, Needs::and);
    }

    private static Needs ofExpressions(List<Expression> expressions) {
        return expressions.stream().map(Reading::of).reduce(Needs.NONE, Needs::and);
    }
}
