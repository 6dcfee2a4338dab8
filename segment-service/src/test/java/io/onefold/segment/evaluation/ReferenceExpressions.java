package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.PropertyPath;
import io.onefold.segment.rule.Rule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What expressions give: a {@link Fraction}, a String, a Boolean, an Instant or what an event states; null: nothing. */
final class ReferenceExpressions {
    private final List<EventFact> past;
    private final ReferenceSelectors selectors;

    ReferenceExpressions(List<EventFact> past, ReferenceSelectors selectors) {
        this.past = past;
        this.selectors = selectors;
    }

    /** An exact number in lowest terms, of whole numbers only. */
    record Fraction(BigInteger numerator, BigInteger denominator) {
        static Fraction of(BigDecimal number) {
            return number.scale() <= 0
                    ? lowest(number.toBigIntegerExact(), BigInteger.ONE)
                    : lowest(number.unscaledValue(), BigInteger.TEN.pow(number.scale()));
        }

        static Fraction lowest(BigInteger numerator, BigInteger denominator) {
            BigInteger common = numerator.gcd(denominator).multiply(BigInteger.valueOf(denominator.signum()));
            return new Fraction(numerator.divide(common), denominator.divide(common));
        }

        Fraction plus(Fraction other) {
            return lowest(
                    numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                    denominator.multiply(other.denominator));
        }

        Fraction times(Fraction other) {
            return lowest(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
        }

        int compare(Fraction other) {
            return plus(other.times(Fraction.of(BigDecimal.ONE.negate())))
                    .numerator
                    .signum();
        }
    }

    @Nullable
    Boolean compare(Rule.Comparison comparison) {
        Object left = value(comparison.left());
        Object right = value(comparison.right());
        Operator operator = comparison.operator();
        if (left == null || right == null) {
            return null;
        }
        if (operator.looksIntoTexts()) {
            return texts(left, operator, right);
        }
        Set<String> kinds = new HashSet<>(List.of(kind(comparison.left()), kind(comparison.right())));
        kinds.remove("stated");
        if (kinds.equals(Set.of("number"))) {
            return numbers(left, operator, right);
        }
        if (kinds.equals(Set.of("text"))) {
            return texts(left, operator, right);
        }
        if (kinds.equals(Set.of("flag"))) {
            Boolean one = flag(left);
            Boolean other = flag(right);
            return one == null || other == null ? null : one.equals(other) == (operator == Operator.EQ);
        }
        if (kinds.equals(Set.of("time"))) {
            return ordered(((Instant) left).compareTo((Instant) right), operator);
        }
        Boolean asNumbers = numbers(left, operator, right);
        boolean canBeTexts = operator == Operator.EQ || operator == Operator.NE;
        return asNumbers == null && canBeTexts ? texts(left, operator, right) : asNumbers;
    }

    private static @Nullable Boolean numbers(Object left, Operator operator, Object right) {
        Fraction one = number(left);
        Fraction other = number(right);
        return one == null || other == null ? null : ordered(one.compare(other), operator);
    }

    private static @Nullable Boolean texts(Object left, Operator operator, Object right) {
        String one = text(left);
        String other = text(right);
        return one == null || other == null ? null : compareTexts(one, operator, other);
    }

    static boolean compareTexts(@Nullable String left, Operator operator, String right) {
        String text = String.valueOf(left);
        return switch (operator) {
            case EQ -> text.equals(right);
            case NE -> !text.equals(right);
            case CONTAINS -> text.indexOf(right) >= 0;
            case STARTS_WITH -> text.regionMatches(0, right, 0, right.length());
            case ENDS_WITH -> text.regionMatches(text.length() - right.length(), right, 0, right.length());
            default -> throw new AssertionError(operator);
        };
    }

    private static boolean ordered(int order, Operator operator) {
        return switch (operator) {
            case LT -> order < 0;
            case LE -> order <= 0;
            case EQ -> order == 0;
            case NE -> order != 0;
            case GE -> order >= 0;
            case GT -> order > 0;
            default -> throw new AssertionError(operator);
        };
    }

    private static String kind(Expression expression) {
        if (expression instanceof Expression.Coalesce coalesce) {
            Set<String> kinds = new HashSet<>();
            coalesce.expressions().forEach(member -> kinds.add(kind(member)));
            kinds.remove("stated");
            return kinds.isEmpty() ? "stated" : kinds.iterator().next();
        }
        return switch (expression.getClass().getSimpleName()) {
            case "Text" -> "text";
            case "Flag" -> "flag";
            case "Time", "FirstTime", "LatestTime" -> "time";
            case "First", "Latest", "Trait" -> "stated";
            default -> "number";
        };
    }

    static @Nullable String text(@Nullable Object value) {
        if (value instanceof Scalar.Number number) {
            return number.writing();
        }
        if (value instanceof Scalar.Flag flag) {
            return flag.value() ? "true" : "false";
        }
        return value instanceof Scalar.Text text ? text.value() : value instanceof String string ? string : null;
    }

    private static @Nullable Boolean flag(Object value) {
        return value instanceof Scalar.Flag flag ? (Boolean) flag.value() : value instanceof Boolean is ? is : null;
    }

    private static @Nullable Fraction number(Object value) {
        if (value instanceof Fraction fraction) {
            return fraction;
        }
        BigDecimal decimal = value instanceof Scalar scalar ? decimal(scalar) : null;
        return decimal == null ? null : Fraction.of(decimal);
    }

    static @Nullable BigDecimal decimal(Scalar value) {
        if (value instanceof Scalar.Number number) {
            return number.value();
        }
        String text = value instanceof Scalar.Text ? text(value) : null;
        return text != null && text.matches("-?[0-9]+([.][0-9]+)?") ? new BigDecimal(text) : null;
    }

    static @Nullable Scalar stated(EventFact event, PropertyPath path) {
        Scalar value = event.values().get(path);
        return value instanceof Scalar.Nothing ? null : value;
    }

    @Nullable
    Object value(Expression expression) {
        if (expression instanceof Expression.Number number) {
            return Fraction.of(number.value());
        }
        if (expression instanceof Expression.Text text) {
            return text.value();
        }
        if (expression instanceof Expression.Flag flag) {
            return flag.value();
        }
        if (expression instanceof Expression.Time time) {
            return time.value();
        }
        if (expression instanceof Expression.Count count) {
            return Fraction.of(
                    BigDecimal.valueOf(selectors.select(count.events()).size()));
        }
        if (expression instanceof Expression.Sum sum) {
            BigDecimal total = BigDecimal.ZERO;
            for (EventFact event : selectors.select(sum.events())) {
                Scalar value = stated(event, sum.path());
                BigDecimal number = value == null ? null : decimal(value);
                total = number == null ? total : total.add(number);
            }
            return Fraction.of(total);
        }
        if (expression instanceof Expression.Distinct distinct) {
            Set<String> values = new HashSet<>();
            for (EventFact event : selectors.select(distinct.events())) {
                Scalar value = stated(event, distinct.path());
                if (value != null) {
                    values.add(String.valueOf(text(value)));
                }
            }
            return Fraction.of(BigDecimal.valueOf(values.size()));
        }
        if (expression instanceof Expression.First first) {
            List<EventFact> selected = selectors.select(first.events());
            return selected.isEmpty() ? null : stated(selected.get(0), first.path());
        }
        if (expression instanceof Expression.Latest latest) {
            List<EventFact> selected = selectors.select(latest.events());
            return selected.isEmpty() ? null : stated(selected.get(selected.size() - 1), latest.path());
        }
        if (expression instanceof Expression.FirstTime first) {
            List<EventFact> selected = selectors.select(first.events());
            return selected.isEmpty() ? null : selected.get(0).time();
        }
        if (expression instanceof Expression.LatestTime latest) {
            List<EventFact> selected = selectors.select(latest.events());
            return selected.isEmpty() ? null : selected.get(selected.size() - 1).time();
        }
        if (expression instanceof Expression.Trait trait) {
            return trait(trait.name());
        }
        return composed(expression);
    }

    private @Nullable Scalar trait(String name) {
        Scalar latest = null;
        for (EventFact event : past) {
            PropertyPath path = new PropertyPath(PropertyPath.Root.TRAITS, List.of(name));
            if (event.statesTraits() && event.values().containsKey(path)) {
                latest = stated(event, path);
            }
        }
        return latest;
    }

    private @Nullable Object composed(Expression expression) {
        if (expression instanceof Expression.Coalesce coalesce) {
            for (Expression member : coalesce.expressions()) {
                Object value = value(member);
                if (value != null) {
                    return value;
                }
            }
            return null;
        }
        if (expression instanceof Expression.Add add) {
            List<Fraction> numbers = numbers(add.expressions());
            return numbers == null ? null : numbers.stream().reduce(Fraction.of(BigDecimal.ZERO), Fraction::plus);
        }
        if (expression instanceof Expression.Multiply multiply) {
            List<Fraction> numbers = numbers(multiply.expressions());
            return numbers == null ? null : numbers.stream().reduce(Fraction.of(BigDecimal.ONE), Fraction::times);
        }
        if (expression instanceof Expression.Difference difference) {
            List<Fraction> two = numbers(List.of(difference.minuend(), difference.subtrahend()));
            return two == null ? null : two.get(0).plus(two.get(1).times(Fraction.of(BigDecimal.ONE.negate())));
        }
        Expression.Ratio ratio = (Expression.Ratio) expression;
        List<Fraction> two = numbers(List.of(ratio.dividend(), ratio.divisor()));
        if (two == null || two.get(1).numerator().signum() == 0) {
            return null;
        }
        return two.get(0)
                .times(Fraction.lowest(two.get(1).denominator(), two.get(1).numerator()));
    }

    private @Nullable List<Fraction> numbers(List<Expression> expressions) {
        List<Fraction> numbers = new ArrayList<>();
        for (Expression expression : expressions) {
            Object value = value(expression);
            Fraction number = value == null ? null : number(value);
            if (number == null) {
                return null;
            }
            numbers.add(number);
        }
        return numbers;
    }
}
