package io.onefold.segment.rule;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The canonical form of expressions: the order of what is added or multiplied says nothing, nor do lists inside lists of one kind. */
final class CanonicalExpression {
    private CanonicalExpression() {}

    static Expression of(Expression expression) {
        if (expression instanceof Expression.Number number) {
            return new Expression.Number(number.value().stripTrailingZeros());
        }
        if (expression instanceof Expression.Count count) {
            return new Expression.Count(CanonicalSelector.of(count.events()));
        }
        if (expression instanceof Expression.Sum sum) {
            return new Expression.Sum(CanonicalSelector.of(sum.events()), sum.path());
        }
        if (expression instanceof Expression.Distinct distinct) {
            return new Expression.Distinct(CanonicalSelector.of(distinct.events()), distinct.path());
        }
        if (expression instanceof Expression.First first) {
            return new Expression.First(CanonicalSelector.of(first.events()), first.path());
        }
        if (expression instanceof Expression.Latest latest) {
            return new Expression.Latest(CanonicalSelector.of(latest.events()), latest.path());
        }
        if (expression instanceof Expression.FirstTime first) {
            return new Expression.FirstTime(CanonicalSelector.of(first.events()));
        }
        if (expression instanceof Expression.LatestTime latest) {
            return new Expression.LatestTime(CanonicalSelector.of(latest.events()));
        }
        return composed(expression);
    }

    private static Expression composed(Expression expression) {
        if (expression instanceof Expression.Difference difference) {
            return new Expression.Difference(of(difference.minuend()), of(difference.subtrahend()));
        }
        if (expression instanceof Expression.Ratio ratio) {
            return new Expression.Ratio(of(ratio.dividend()), of(ratio.divisor()));
        }
        if (expression instanceof Expression.Coalesce coalesce) {
            // Of equal members only the first can ever be the first that is there.
            List<Expression> members = members(
                            coalesce.expressions(),
                            member -> member instanceof Expression.Coalesce inner
                                    ? inner.expressions().stream()
                                    : Stream.of(member))
                    .distinct()
                    .toList();
            return members.size() == 1 ? members.get(0) : new Expression.Coalesce(members);
        }
        if (expression instanceof Expression.Add add) {
            return numbers(
                    members(
                            add.expressions(),
                            member -> member instanceof Expression.Add inner
                                    ? inner.expressions().stream()
                                    : Stream.of(member)),
                    Expression.Add::new);
        }
        if (expression instanceof Expression.Multiply multiply) {
            return numbers(
                    members(
                            multiply.expressions(),
                            member -> member instanceof Expression.Multiply inner
                                    ? inner.expressions().stream()
                                    : Stream.of(member)),
                    Expression.Multiply::new);
        }
        return expression;
    }

    private static Stream<Expression> members(
            List<Expression> expressions, Function<Expression, Stream<Expression>> flatten) {
        return expressions.stream().map(CanonicalExpression::of).flatMap(flatten);
    }

    /** A list of one property is not the property: it reads it as a number, whatever it stands beside. */
    private static Expression numbers(
            Stream<Expression> expressions, Function<List<Expression>, Expression> construct) {
        List<Expression> members =
                expressions.sorted(Comparator.comparing(Expression::toString)).toList();
        return members.size() == 1 && members.get(0).kind() == Kind.NUMBER ? members.get(0) : construct.apply(members);
    }
}
