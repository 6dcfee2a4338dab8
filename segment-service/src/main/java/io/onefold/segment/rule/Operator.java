package io.onefold.segment.rule;

import java.math.BigDecimal;

/** How two amounts compare; 1 and 1.00 are equal. */
public enum Operator {
    LT,
    LE,
    EQ,
    NE,
    GE,
    GT;

    public boolean holds(BigDecimal left, BigDecimal right) {
        int order = left.compareTo(right);
        return switch (this) {
            case LT -> order < 0;
            case LE -> order <= 0;
            case EQ -> order == 0;
            case NE -> order != 0;
            case GE -> order >= 0;
            case GT -> order > 0;
        };
    }
}
