package io.onefold.segment.rule;

import java.util.List;

/** Whether a tree is well formed and within the limits that keep one evaluation cheap. */
public final class RuleCheck {
    public static final int MAX_DEPTH = 16;
    public static final int MAX_NODES = 256;
    public static final int MAX_LIST = 64;
    /** What the profile-service reads in one request. */
    public static final int MAX_SELECTORS = 64;

    private int nodes;

    private RuleCheck() {}

    /** Returns the rule, or fails with {@link InvalidRule} at the first node that is wrong. */
    public static Rule check(Rule rule) {
        new RuleCheck().rule(rule, "rule", 1);
        if (rule.selectors().size() > MAX_SELECTORS) {
            throw new InvalidRule("rule", "reads more than " + MAX_SELECTORS + " kinds of fact");
        }
        return rule;
    }

    private void rule(Rule rule, String path, int depth) {
        enter(path, depth);
        if (rule instanceof Rule.All all) {
            list(all.rules(), path + ".all", depth);
        } else if (rule instanceof Rule.Any any) {
            list(any.rules(), path + ".any", depth);
        } else if (rule instanceof Rule.Not not) {
            rule(not.rule(), path + ".not", depth + 1);
        } else if (rule instanceof Rule.Comparison comparison) {
            comparison(comparison, path + ".comparison", depth);
        }
    }

    private void comparison(Rule.Comparison comparison, String path, int depth) {
        expression(comparison.left(), path + ".left", depth + 1);
        expression(comparison.right(), path + ".right", depth + 1);
        if (comparison.left().selectors().findAny().isEmpty()
                && comparison.right().selectors().findAny().isEmpty()) {
            throw new InvalidRule(path, "compares two constants: one side must read facts of the profile");
        }
    }

    private void list(List<Rule> rules, String path, int depth) {
        if (rules.isEmpty() || rules.size() > MAX_LIST) {
            throw new InvalidRule(path, "must hold 1 to " + MAX_LIST + " rules, not " + rules.size());
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), path + ".rules[" + i + "]", depth + 1);
        }
    }

    private void expression(Expression expression, String path, int depth) {
        enter(path, depth);
        if (expression instanceof Expression.Count count) {
            events(count.events(), path + ".count.events");
        } else if (expression instanceof Expression.Sum sum) {
            events(sum.events(), path + ".sum.events");
            if (sum.property().isEmpty()) {
                throw new InvalidRule(path + ".sum.property", "must name the property to add up");
            }
        } else if (expression instanceof Expression.Difference difference) {
            expression(difference.minuend(), path + ".difference.minuend", depth + 1);
            expression(difference.subtrahend(), path + ".difference.subtrahend", depth + 1);
        }
    }

    private static void events(EventSelector events, String path) {
        if (events.type().needsName() && events.name().isEmpty()) {
            throw new InvalidRule(path + ".name", "must name the event");
        }
        if (!events.type().mayHaveName() && !events.name().isEmpty()) {
            throw new InvalidRule(path + ".name", "must be empty: events of this type have no name");
        }
    }

    private void enter(String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new InvalidRule(path, "lies deeper than " + MAX_DEPTH + " levels");
        }
        if (++nodes > MAX_NODES) {
            throw new InvalidRule(path, "is beyond the limit of " + MAX_NODES + " nodes");
        }
    }
}
