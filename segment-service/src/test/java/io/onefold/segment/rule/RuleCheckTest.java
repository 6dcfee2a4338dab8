package io.onefold.segment.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleCheckTest {
    private static final EventSelector ORDERS = new EventSelector(EventType.TRACK, "Order Completed");
    private static final Rule ORDERED = atLeast(new Expression.Count(ORDERS), "1");
    private static final Rule SPENT = atLeast(new Expression.Sum(ORDERS, "total"), "2000");

    private static Rule atLeast(Expression amount, String least) {
        return new Rule.Comparison(amount, Operator.GE, new Expression.Number(new BigDecimal(least)));
    }

    private static String nodeRefused(Rule rule) {
        return assertThrows(InvalidRule.class, () -> RuleCheck.check(rule)).node();
    }

    @Test
    void the_error_names_the_node() {
        Rule nameless = atLeast(new Expression.Count(new EventSelector(EventType.TRACK, "")), "1");
        Rule named = atLeast(new Expression.Count(new EventSelector(EventType.IDENTIFY, "x")), "1");
        assertEquals(
                "rule.all.rules[1].comparison.left.count.events.name",
                nodeRefused(new Rule.All(List.of(ORDERED, nameless))));
        assertEquals("rule.not.comparison.left.count.events.name", nodeRefused(new Rule.Not(named)));
        assertEquals("rule.any", nodeRefused(new Rule.Any(List.of())));
        assertEquals("rule.comparison.left.sum.property", nodeRefused(atLeast(new Expression.Sum(ORDERS, ""), "1")));
        assertEquals("rule.comparison", nodeRefused(atLeast(new Expression.Number(BigDecimal.ONE), "1")));
    }

    @Test
    void depth_and_size_have_limits() {
        Rule deep = ORDERED;
        for (int i = 2; i < RuleCheck.MAX_DEPTH; i++) {
            deep = new Rule.Not(deep);
        }
        assertEquals(deep, RuleCheck.check(deep));
        Rule deeper = new Rule.Not(deep);
        assertThrows(InvalidRule.class, () -> RuleCheck.check(deeper));
        Rule wide = new Rule.All(Collections.nCopies(RuleCheck.MAX_LIST, ORDERED));
        assertEquals(wide, RuleCheck.check(wide));
        assertThrows(InvalidRule.class, () -> RuleCheck.check(new Rule.All(List.of(wide, wide))));
        assertThrows(
                InvalidRule.class,
                () -> RuleCheck.check(new Rule.All(Collections.nCopies(RuleCheck.MAX_LIST + 1, ORDERED))));
    }

    @Test
    void the_same_rule_in_other_words() {
        assertTrue(CanonicalRule.same(
                new Rule.All(List.of(ORDERED, SPENT)),
                new Rule.All(List.of(
                        new Rule.All(List.of(atLeast(new Expression.Sum(ORDERS, "total"), "2000.00"))),
                        new Rule.Not(new Rule.Not(ORDERED)),
                        ORDERED))));
        assertFalse(CanonicalRule.same(SPENT, atLeast(new Expression.Sum(ORDERS, "total"), "2000.01")));
        assertFalse(CanonicalRule.same(new Rule.All(List.of(ORDERED, SPENT)), new Rule.Any(List.of(ORDERED, SPENT))));
    }
}
