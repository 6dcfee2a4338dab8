package io.onefold.segment.rule;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A condition on the content of one event; false when the value is missing.
 *
 * @param operator empty: the value must only be there
 * @param operand present with an operator
 */
public record PropertyCondition(PropertyPath path, Optional<Operator> operator, Optional<Operand> operand) {
    public static PropertyCondition there(PropertyPath path) {
        return new PropertyCondition(path, Optional.empty(), Optional.empty());
    }

    public static PropertyCondition of(PropertyPath path, Operator operator, Operand operand) {
        return new PropertyCondition(path, Optional.of(operator), Optional.of(operand));
    }

    /** What to compare with. */
    public sealed interface Operand {
        record Number(BigDecimal value) implements Operand {}

        record Text(String value) implements Operand {}

        record Flag(boolean value) implements Operand {}

        /** Equal: one of them; not equal: none of them. */
        record Texts(Set<String> values) implements Operand {
            public Texts {
                values = Collections.unmodifiableSet(new TreeSet<>(values));
            }
        }
    }
}
