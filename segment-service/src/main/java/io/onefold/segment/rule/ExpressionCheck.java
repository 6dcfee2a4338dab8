package io.onefold.segment.rule;

import java.util.List;

/** Whether expressions are well formed and fit together. */
final class ExpressionCheck {
    private static final int MAX_MEMBERS = 16;
    private static final int MAX_TRAIT = 200;

    private final NodeCount count;
    private final SelectorCheck selectors;

    ExpressionCheck(NodeCount count, SelectorCheck selectors) {
        this.count = count;
        this.selectors = selectors;
    }

    void comparison(Rule.Comparison comparison, NodePath path) {
        Expression left = comparison.left();
        Expression right = comparison.right();
        expression(left, path.field("left").deeper());
        expression(right, path.field("right").deeper());
        path.require(reads(left) || reads(right), "compares two constants: one side must read facts of the profile");
        Operator operator = comparison.operator();
        if (operator.looksIntoTexts()) {
            text(left, path.field("left"), operator);
            text(right, path.field("right"), operator);
            return;
        }
        path.require(
                left.kind().reads(right.kind()) || right.kind().reads(left.kind()),
                "compares " + said(left.kind()) + " with " + said(right.kind()));
        path.require(
                !operator.needsOrder() || (hasOrder(left.kind()) && hasOrder(right.kind())),
                operator + " orders numbers and instants; texts and flags are only equal or not");
    }

    /** An expression that says nothing of the profile makes no condition. */
    void reading(Expression expression, NodePath path) {
        expression(expression, path);
        path.require(reads(expression), "is a constant: it must read facts of the profile");
    }

    private static boolean reads(Expression expression) {
        return !expression.needs().equals(Needs.NONE);
    }

    private static boolean hasOrder(Kind kind) {
        return kind == Kind.NUMBER || kind == Kind.TIME || kind == Kind.STATED;
    }

    private static void text(Expression side, NodePath path, Operator operator) {
        path.require(side.kind().reads(Kind.TEXT), operator + " looks into texts; this is " + said(side.kind()));
    }

    private static String said(Kind kind) {
        return switch (kind) {
            case NUMBER -> "a number";
            case TEXT -> "a text";
            case FLAG -> "a flag";
            case TIME -> "an instant";
            case STATED -> "a property";
        };
    }

    private void expression(Expression expression, NodePath path) {
        count.enter(path);
        if (expression instanceof Expression.Text text) {
            path.field("text")
                    .require(
                            text.value().length() <= RuleCheck.MAX_TEXT,
                            "has more than " + RuleCheck.MAX_TEXT + " characters");
        } else if (expression instanceof Expression.Count events) {
            selectors.events(events.events(), path.field("count"));
        } else if (expression instanceof Expression.Sum sum) {
            property(sum.events(), sum.path(), path.field("sum"));
        } else if (expression instanceof Expression.Distinct distinct) {
            property(distinct.events(), distinct.path(), path.field("distinct"));
        } else if (expression instanceof Expression.First first) {
            property(first.events(), first.path(), path.field("first"));
        } else if (expression instanceof Expression.Latest latest) {
            property(latest.events(), latest.path(), path.field("latest"));
        } else if (expression instanceof Expression.FirstTime first) {
            selectors.events(first.events(), path.field("first_time"));
        } else if (expression instanceof Expression.LatestTime latest) {
            selectors.events(latest.events(), path.field("latest_time"));
        } else if (expression instanceof Expression.Trait trait) {
            path.field("trait")
                    .require(
                            !trait.name().isEmpty() && trait.name().length() <= MAX_TRAIT,
                            "must have 1 to " + MAX_TRAIT + " characters");
        } else {
            composed(expression, path);
        }
    }

    private void property(EventSelector events, PropertyPath property, NodePath path) {
        selectors.events(events, path.field("events"));
        SelectorCheck.path(property, path.field("path"));
    }

    private void composed(Expression expression, NodePath path) {
        if (expression instanceof Expression.Coalesce coalesce) {
            coalesce(coalesce, path.field("coalesce"));
        } else if (expression instanceof Expression.Add add) {
            numbers(add.expressions(), path.field("add"));
        } else if (expression instanceof Expression.Multiply multiply) {
            numbers(multiply.expressions(), path.field("multiply"));
        } else if (expression instanceof Expression.Difference difference) {
            number(difference.minuend(), path.field("difference").field("minuend"));
            number(difference.subtrahend(), path.field("difference").field("subtrahend"));
        } else if (expression instanceof Expression.Ratio ratio) {
            number(ratio.dividend(), path.field("ratio").field("dividend"));
            number(ratio.divisor(), path.field("ratio").field("divisor"));
        }
    }

    private void coalesce(Expression.Coalesce coalesce, NodePath path) {
        members(coalesce.expressions(), path);
        Kind kind = coalesce.kind();
        for (int i = 0; i < coalesce.expressions().size(); i++) {
            NodePath place = path.at("expressions", i);
            Expression member = coalesce.expressions().get(i);
            expression(member, place.deeper());
            place.require(
                    member.kind().reads(kind),
                    "is " + said(member.kind()) + " among values of which another one is " + said(kind));
        }
    }

    private void numbers(List<Expression> expressions, NodePath path) {
        members(expressions, path);
        for (int i = 0; i < expressions.size(); i++) {
            number(expressions.get(i), path.at("expressions", i));
        }
    }

    private static void members(List<Expression> expressions, NodePath path) {
        path.require(
                !expressions.isEmpty() && expressions.size() <= MAX_MEMBERS,
                "must hold 1 to " + MAX_MEMBERS + " expressions, not " + expressions.size());
    }

    private void number(Expression expression, NodePath path) {
        expression(expression, path.deeper());
        path.require(
                expression.kind().reads(Kind.NUMBER), "is " + said(expression.kind()) + " where a number is needed");
    }
}
