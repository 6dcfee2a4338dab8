package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Rule;
import java.util.List;
import java.util.Optional;

/** A rule over one profile. */
interface Condition {
    Truth at(long at);

    /** Adds the conditions without which the value could be another. */
    void decided(long at, List<Finding> findings);

    /** All of some, or any of them: the value that settles it is FALSE for all, TRUE for any. */
    record Group(Condition[] members, Truth settles) implements Condition {
        @Override
        public Truth at(long at) {
            boolean unknown = false;
            for (Condition member : members) {
                Truth value = member.at(at);
                if (value == settles) {
                    return settles;
                }
                unknown |= value == Truth.UNKNOWN;
            }
            return unknown ? Truth.UNKNOWN : settles.not();
        }

        @Override
        public void decided(long at, List<Finding> findings) {
            Truth value = at(at);
            for (Condition member : members) {
                if (member.at(at) == value) {
                    member.decided(at, findings);
                }
            }
        }
    }

    /** The other way round. */
    record Negation(Condition inner) implements Condition {
        @Override
        public Truth at(long at) {
            return inner.at(at).not();
        }

        @Override
        public void decided(long at, List<Finding> findings) {
            inner.decided(at, findings);
        }
    }

    /** How a leaf comes to its value. */
    @FunctionalInterface
    interface Test {
        Truth at(long at);
    }

    /**
     * A condition that holds no others.
     *
     * @param values the one or two values that it looks at; none for what looks at events themselves
     */
    record Leaf(Rule rule, Test test, Term... values) implements Condition {
        @Override
        public Truth at(long at) {
            return test.at(at);
        }

        @Override
        public void decided(long at, List<Finding> findings) {
            findings.add(new Finding(rule, value(0, at), value(1, at), at(at)));
        }

        private Optional<Value> value(int index, long at) {
            return index < values.length ? Optional.ofNullable(values[index].at(at)) : Optional.empty();
        }
    }
}
