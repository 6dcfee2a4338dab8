package io.onefold.segment.rule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.segment.rule.PropertyCondition.Operand;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanonicalRuleTest {
    private static final EventSelector ORDERS = EventSelector.track("Order Completed");
    private static final PropertyPath TOTAL = PropertyPath.parse("properties.total");
    private static final Expression TRAIT = new Expression.Trait("plan");
    private static final Expression COUNT = new Expression.Count(ORDERS);
    private static final Rule ORDERED = atLeast(COUNT, "1");

    private static Rule atLeast(Expression amount, String least) {
        return new Rule.Comparison(amount, Operator.GE, number(least));
    }

    private static Rule spent(String least) {
        return atLeast(new Expression.Sum(ORDERS, TOTAL), least);
    }

    private static Expression number(String number) {
        return new Expression.Number(new BigDecimal(number));
    }

    private static void assertSame(Rule one, Rule other) {
        assertTrue(CanonicalRule.same(one, other), () -> one + " and " + other);
    }

    private static void assertOthers(Rule one, Rule other) {
        assertFalse(CanonicalRule.same(one, other), () -> one + " and " + other);
    }

    @Test
    void the_same_rule_in_other_words() {
        assertSame(
                new Rule.All(List.of(ORDERED, spent("2000"))),
                new Rule.All(List.of(
                        new Rule.All(List.of(spent("2000.00"))), new Rule.Not(new Rule.Not(ORDERED)), ORDERED)));
        assertOthers(spent("2000"), spent("2000.01"));
        assertOthers(new Rule.All(List.of(ORDERED, spent("1"))), new Rule.Any(List.of(ORDERED, spent("1"))));
    }

    @Test
    void absent_is_not_occurred() {
        assertSame(new Rule.Absent(ORDERS), new Rule.Not(new Rule.Occurred(ORDERS)));
        assertSame(new Rule.Not(new Rule.Absent(ORDERS)), new Rule.Occurred(ORDERS));
        assertOthers(new Rule.Absent(ORDERS), new Rule.Occurred(ORDERS));
    }

    @Test
    void the_order_of_a_selectors_parts_says_nothing() {
        PropertyCondition one = PropertyCondition.of(TOTAL, Operator.GT, new Operand.Number(new BigDecimal("1.0")));
        PropertyCondition same = PropertyCondition.of(TOTAL, Operator.GT, new Operand.Number(BigDecimal.ONE));
        PropertyCondition other = PropertyCondition.of(TOTAL, Operator.EQ, new Operand.Text("x"));
        PropertyCondition alike = PropertyCondition.of(TOTAL, Operator.EQ, new Operand.Texts(Set.of("x")));
        assertSame(
                new Rule.Occurred(EventSelector.ANY.names("a", "b").where(one, other)),
                new Rule.Occurred(EventSelector.ANY.names("b", "a").where(alike, same, other)));
        assertOthers(
                new Rule.Occurred(EventSelector.ANY.where(one)), new Rule.Occurred(EventSelector.ANY.where(other)));
        assertSame(
                new Rule.OneOf(TRAIT, Set.of("a", "b")),
                new Rule.OneOf(TRAIT, new java.util.LinkedHashSet<>(List.of("b", "a"))));
    }

    @Test
    void sums_and_products_may_be_written_in_any_order() {
        Expression sum = new Expression.Add(List.of(COUNT, TRAIT, number("1.0")));
        Expression nested = new Expression.Add(List.of(number("1"), new Expression.Add(List.of(TRAIT, COUNT))));
        assertSame(atLeast(sum, "2"), atLeast(nested, "2"));
        assertSame(atLeast(new Expression.Multiply(List.of(COUNT)), "2"), atLeast(COUNT, "2"));
        assertOthers(
                atLeast(new Expression.Add(List.of(COUNT, COUNT)), "2"),
                atLeast(new Expression.Add(List.of(COUNT)), "2"));
        assertOthers(
                atLeast(new Expression.Difference(COUNT, TRAIT), "2"),
                atLeast(new Expression.Difference(TRAIT, COUNT), "2"));
    }

    /** A sum of one trait is a number, the trait alone takes the kind of the other side. */
    @Test
    void a_sum_of_one_trait_is_not_the_trait() {
        Expression other = new Expression.Trait("other");
        assertOthers(
                new Rule.Comparison(new Expression.Add(List.of(TRAIT)), Operator.EQ, other),
                new Rule.Comparison(TRAIT, Operator.EQ, other));
    }

    @Test
    void the_order_of_a_coalesce_counts() {
        Expression other = new Expression.Trait("other");
        Rule one = new Rule.Present(new Expression.Coalesce(List.of(TRAIT, other)));
        assertOthers(one, new Rule.Present(new Expression.Coalesce(List.of(other, TRAIT))));
        assertSame(one, new Rule.Present(new Expression.Coalesce(List.of(TRAIT, other, TRAIT))));
    }
}
