package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.InvalidRule;
import io.onefold.segment.rule.Kind;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Rule;
import io.onefold.segment.rule.RuleCheck;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Random rules of every kind of node that the check lets pass. */
final class RandomRules {
    private final Random random;
    private final RandomSelectors selectors;

    private RandomRules(Random random) {
        this.random = random;
        this.selectors = new RandomSelectors(random);
    }

    static Rule of(Random random) {
        RandomRules rules = new RandomRules(random);
        while (true) {
            try {
                return RuleCheck.check(rules.rule(random.nextInt(3)));
            } catch (InvalidRule another) {
                // Such as one that compares two constants.
                continue;
            }
        }
    }

    private Rule rule(int depth) {
        return switch (depth == 0 ? 3 + random.nextInt(9) : random.nextInt(5)) {
            case 0 -> new Rule.All(some(() -> rule(depth - 1)));
            case 1 -> new Rule.Any(some(() -> rule(depth - 1)));
            case 2 -> new Rule.Not(rule(depth - 1));
            case 3, 4, 5 -> comparison();
            case 6 -> new Rule.OneOf(stated(1), new java.util.HashSet<>(List.of(selectors.text(), selectors.text())));
            case 7 -> new Rule.Present(random.nextBoolean() ? stated(1) : number(2));
            case 8 -> new Rule.Occurred(selectors.any());
            case 9 -> new Rule.Absent(selectors.any());
            case 10 ->
                random.nextBoolean()
                        ? new Rule.Identified(Set.of("email", random.nextBoolean() ? "user_id" : "crm_id"))
                        : new Rule.Consent("marketing", RandomFacts.channel(random));
            default -> new Rule.ThirdParty(random.nextBoolean() ? "" : "acme", selectors.rowConditions());
        };
    }

    private <T> List<T> some(Supplier<T> one) {
        List<T> some = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            some.add(one.get());
        }
        return some;
    }

    private Operator oneOf(Operator... operators) {
        return operators[random.nextInt(operators.length)];
    }

    private Rule comparison() {
        Operator order = oneOf(Operator.LT, Operator.LE, Operator.EQ, Operator.NE, Operator.GE, Operator.GT);
        Operator look = oneOf(Operator.EQ, Operator.NE, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH);
        return switch (random.nextInt(6)) {
            case 0, 1 -> either(number(2), order, random.nextInt(3) == 0 ? stated(1) : number(1));
            case 2 -> either(stated(2), look, text(1));
            case 3 -> either(stated(1), oneOf(Operator.EQ, Operator.NE), new Expression.Flag(random.nextBoolean()));
            case 4 -> either(time(1), order, time(1));
            default -> either(stated(1), random.nextBoolean() ? order : look, stated(1));
        };
    }

    private Rule either(Expression one, Operator operator, Expression other) {
        return random.nextBoolean()
                ? new Rule.Comparison(one, operator, other)
                : new Rule.Comparison(other, operator, one);
    }

    private Expression number(int depth) {
        EventSelector events = selectors.any();
        PropertyPath path = selectors.path();
        return switch (random.nextInt(depth == 0 ? 5 : 10)) {
            case 0, 1 -> new Expression.Number(BigDecimal.valueOf(random.nextInt(60) - 10, random.nextInt(2)));
            case 2 -> new Expression.Count(events);
            case 3 -> new Expression.Sum(events, path);
            case 4 -> new Expression.Distinct(events, path);
            case 5 -> new Expression.Add(some(() -> numberOrStated(depth)));
            case 6 -> new Expression.Difference(numberOrStated(depth), numberOrStated(depth));
            case 7 -> new Expression.Multiply(some(() -> numberOrStated(depth)));
            case 8 -> new Expression.Ratio(numberOrStated(depth), numberOrStated(depth));
            default -> new Expression.Coalesce(some(() -> numberOrStated(depth)));
        };
    }

    private Expression numberOrStated(int depth) {
        return random.nextInt(4) == 0 ? stated(depth - 1) : number(depth - 1);
    }

    private Expression text(int depth) {
        Expression constant = new Expression.Text(selectors.text());
        return depth > 0 && random.nextInt(3) == 0
                ? new Expression.Coalesce(List.of(stated(depth - 1), constant))
                : constant;
    }

    private Expression time(int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 4)) {
            case 0 -> new Expression.Time(RandomFacts.instant(random));
            case 1 -> new Expression.FirstTime(selectors.any());
            case 2 -> new Expression.LatestTime(selectors.any());
            default -> new Expression.Coalesce(some(() -> time(depth - 1)));
        };
    }

    private Expression stated(int depth) {
        Expression stated = switch (random.nextInt(depth <= 0 ? 3 : 4)) {
            case 0 -> new Expression.First(selectors.any(), selectors.path());
            case 1 -> new Expression.Latest(selectors.any(), selectors.path());
            case 2 -> new Expression.Trait(random.nextBoolean() ? "country" : "plan");
            default -> new Expression.Coalesce(some(() -> stated(depth - 1)));
        };
        if (stated.kind() != Kind.STATED) {
            throw new AssertionError(stated);
        }
        return stated;
    }
}
