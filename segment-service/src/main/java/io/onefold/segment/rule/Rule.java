package io.onefold.segment.rule;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    /** Compares two values. */
    record Comparison(Expression left, Operator operator, Expression right) implements Rule {}

    /** Whether a value is one of several texts. */
    record OneOf(Expression value, Set<String> texts) implements Rule {
        public OneOf {
            texts = Collections.unmodifiableSet(new TreeSet<>(texts));
        }
    }

    /** Whether a value is there. */
    record Present(Expression value) implements Rule {}

    /** Whether an event is selected. */
    record Occurred(EventSelector events) implements Rule {}

    /** Whether no event is selected. */
    record Absent(EventSelector events) implements Rule {}

    /** Whether the profile holds an identifier of one of the namespaces. */
    record Identified(Set<String> namespaces) implements Rule {
        public Identified {
            namespaces = Collections.unmodifiableSet(new TreeSet<>(namespaces));
        }
    }

    /** What the latest statement for a purpose on a channel says. */
    record Consent(String purpose, String channel) implements Rule {}

    /**
     * Whether third-party data is live.
     *
     * @param provider empty: any
     * @param where one row must satisfy all
     */
    record ThirdParty(String provider, List<PropertyCondition> where) implements Rule {
        public ThirdParty {
            where = List.copyOf(where);
        }
    }

    /** What it reads of a profile. */
    default Needs needs() {
        return Reading.of(this);
    }
}
