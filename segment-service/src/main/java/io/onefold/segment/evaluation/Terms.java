package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Expression;
import io.onefold.segment.rule.PropertyPath;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Binds expressions to the facts of one profile. */
final class Terms {
    private final Selections selections;
    private final Moments moments;

    Terms(Selections selections, Moments moments) {
        this.selections = selections;
        this.moments = moments;
    }

    Term of(Expression expression) {
        if (expression instanceof Expression.Number number) {
            return constant(Rational.of(number.value()));
        }
        if (expression instanceof Expression.Text text) {
            return constant(new Scalar.Text(text.value()));
        }
        if (expression instanceof Expression.Flag flag) {
            return constant(new Scalar.Flag(flag.value()));
        }
        if (expression instanceof Expression.Time time) {
            return constant(new Value.Moment(time.value()));
        }
        if (expression instanceof Expression.Count count) {
            Selection selection = selections.of(count.events());
            return at -> Rational.of(selection.count(at));
        }
        if (expression instanceof Expression.FirstTime first) {
            Selection selection = selections.of(first.events());
            return at -> moment(selection, selection.first(at));
        }
        if (expression instanceof Expression.LatestTime latest) {
            Selection selection = selections.of(latest.events());
            return at -> moment(selection, selection.latest(at));
        }
        if (expression instanceof Expression.Trait trait) {
            TraitStatements statements = new TraitStatements(trait.name(), selections.events());
            statements.tellMoments(moments);
            return statements::at;
        }
        return property(expression);
    }

    private Term property(Expression expression) {
        if (expression instanceof Expression.Sum sum) {
            return property(
                    sum.events(), sum.path(), (selection, column, at) -> Rational.of(selection.sum(column, at)));
        }
        if (expression instanceof Expression.Distinct distinct) {
            return property(
                    distinct.events(),
                    distinct.path(),
                    (selection, column, at) -> Rational.of(selection.distinct(column, at)));
        }
        if (expression instanceof Expression.First first) {
            return property(
                    first.events(), first.path(), (selection, column, at) -> value(column, selection.first(at)));
        }
        if (expression instanceof Expression.Latest latest) {
            return property(
                    latest.events(), latest.path(), (selection, column, at) -> value(column, selection.latest(at)));
        }
        return composed(expression);
    }

    private Term composed(Expression expression) {
        if (expression instanceof Expression.Coalesce coalesce) {
            return coalesce(all(coalesce.expressions()));
        }
        if (expression instanceof Expression.Add add) {
            return fold(all(add.expressions()), Rational::plus);
        }
        if (expression instanceof Expression.Multiply multiply) {
            return fold(all(multiply.expressions()), Rational::times);
        }
        if (expression instanceof Expression.Difference difference) {
            return fold(all(List.of(difference.minuend(), difference.subtrahend())), Rational::minus);
        }
        Expression.Ratio ratio = (Expression.Ratio) expression;
        return ratio(of(ratio.dividend()), of(ratio.divisor()));
    }

    private interface Reading {
        @Nullable
        Value read(Selection selection, Column column, long at);
    }

    private Term property(EventSelector events, PropertyPath path, Reading reading) {
        Selection selection = selections.of(events);
        Column column = selection.column(path);
        return at -> reading.read(selection, column, at);
    }

    private static Term constant(Value value) {
        return at -> value;
    }

    private static @Nullable Value moment(Selection selection, int place) {
        return place < 0 ? null : new Value.Moment(Micros.instant(selection.time(place)));
    }

    private static @Nullable Value value(Column column, int place) {
        return place < 0 ? null : column.value(place);
    }

    private Term[] all(List<Expression> expressions) {
        return expressions.stream().map(this::of).toArray(Term[]::new);
    }

    private static Term coalesce(Term[] terms) {
        return at -> {
            for (Term term : terms) {
                @Nullable Value value = term.at(at);
                if (value != null) {
                    return value;
                }
            }
            return null;
        };
    }

    private static Term fold(Term[] terms, BinaryOperator<Rational> operation) {
        return at -> {
            @Nullable Rational result = Value.number(terms[0].at(at));
            for (int i = 1; result != null && i < terms.length; i++) {
                @Nullable Rational next = Value.number(terms[i].at(at));
                result = next == null ? null : operation.apply(result, next);
            }
            return result;
        };
    }

    private static Term ratio(Term dividend, Term divisor) {
        return at -> {
            @Nullable Rational under = Value.number(dividend.at(at));
            @Nullable Rational over = Value.number(divisor.at(at));
            return under == null || over == null || over.isZero() ? null : under.by(over);
        };
    }
}
