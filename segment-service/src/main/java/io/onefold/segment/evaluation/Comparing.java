package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Kind;
import io.onefold.segment.rule.Operator;
import io.onefold.segment.rule.Rule;
import org.jspecify.annotations.Nullable;

/** Compares two values, each read as the kind that the other side asks for; unknown when one of them cannot be. */
final class Comparing {
    private Comparing() {}

    static Condition.Test test(Rule.Comparison comparison, Term left, Term right) {
        Operator operator = comparison.operator();
        Kind side = comparison.left().kind();
        Kind kind = side == Kind.STATED ? comparison.right().kind() : side;
        return operator.looksIntoTexts()
                ? at -> texts(left.at(at), operator, right.at(at))
                : switch (kind) {
                    case NUMBER -> at -> numbers(left.at(at), operator, right.at(at));
                    case TEXT -> at -> texts(left.at(at), operator, right.at(at));
                    case FLAG -> at -> flags(left.at(at), operator, right.at(at));
                    case TIME -> at -> times(left.at(at), operator, right.at(at));
                    case STATED -> at -> either(left.at(at), operator, right.at(at));
                };
    }

    private static Truth numbers(@Nullable Value left, Operator operator, @Nullable Value right) {
        @Nullable Rational one = Value.number(left);
        @Nullable Rational other = Value.number(right);
        return one == null || other == null ? Truth.UNKNOWN : Truth.of(operator.holds(one.compareTo(other)));
    }

    private static Truth texts(@Nullable Value left, Operator operator, @Nullable Value right) {
        @Nullable String one = Value.text(left);
        @Nullable String other = Value.text(right);
        return one == null || other == null ? Truth.UNKNOWN : Truth.of(operator.holds(one, other));
    }

    private static Truth flags(@Nullable Value left, Operator operator, @Nullable Value right) {
        return left instanceof Scalar.Flag one && right instanceof Scalar.Flag other
                ? Truth.of((one.value() == other.value()) == (operator == Operator.EQ))
                : Truth.UNKNOWN;
    }

    private static Truth times(@Nullable Value left, Operator operator, @Nullable Value right) {
        return left instanceof Value.Moment one && right instanceof Value.Moment other
                ? Truth.of(operator.holds(one.instant().compareTo(other.instant())))
                : Truth.UNKNOWN;
    }

    /** Two properties: numbers when both can be, else texts, which have no order. */
    private static Truth either(@Nullable Value left, Operator operator, @Nullable Value right) {
        Truth asNumbers = numbers(left, operator, right);
        return asNumbers != Truth.UNKNOWN || operator.needsOrder() ? asNumbers : texts(left, operator, right);
    }
}
