package io.onefold.segment.rule;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A condition over a profile. {@link RuleCheck} says which trees are well formed. */
public sealed interface Rule {
    /** True when all are. */
    record All(List<Rule> rules) implements Rule {
        public All {
            rules = List.copyOf(rules);
        }
    }

    /** True when one is. */
    record Any(List<Rule> rules) implements Rule {
        public Any {
            rules = List.copyOf(rules);
        }
    }

    /** Turns true and false around. */
    record Not(Rule rule) implements Rule {}

    /** Compares two amounts. */
    record Comparison(Expression left, Operator operator, Expression right) implements Rule {}

    /** What it reads of a profile. */
    default Set<Selector> selectors() {
        return read().collect(Collectors.toUnmodifiableSet());
    }

    private Stream<Selector> read() {
        if (this instanceof All all) {
            return all.rules.stream().flatMap(Rule::read);
        }
        if (this instanceof Any any) {
            return any.rules.stream().flatMap(Rule::read);
        }
        if (this instanceof Not not) {
            return not.rule.read();
        }
        Comparison comparison = (Comparison) this;
        return Stream.concat(comparison.left.selectors(), comparison.right.selectors());
    }
}
