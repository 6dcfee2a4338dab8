package io.onefold.segment.rule;

/** How two values compare. */
public enum Operator {
    LT,
    LE,
    EQ,
    NE,
    GE,
    GT,
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH;

    /** Looks into texts. */
    public boolean looksIntoTexts() {
        return this == CONTAINS || this == STARTS_WITH || this == ENDS_WITH;
    }

    /** Needs values that have an order: numbers and instants. */
    public boolean needsOrder() {
        return !looksIntoTexts() && !tellsEqual();
    }

    public boolean tellsEqual() {
        return this == EQ || this == NE;
    }

    /** Of two values with an order: the sign of left against right. */
    public boolean holds(int order) {
        return switch (this) {
            case LT -> order < 0;
            case LE -> order <= 0;
            case EQ -> order == 0;
            case NE -> order != 0;
            case GE -> order >= 0;
            case GT -> order > 0;
            case CONTAINS, STARTS_WITH, ENDS_WITH ->
                throw new IllegalArgumentException(this + " looks into texts and knows no order");
        };
    }

    /** Of two texts; case counts. Texts have no order. */
    public boolean holds(String left, String right) {
        return switch (this) {
            case EQ -> left.equals(right);
            case NE -> !left.equals(right);
            case CONTAINS -> left.contains(right);
            case STARTS_WITH -> left.startsWith(right);
            case ENDS_WITH -> left.endsWith(right);
            case LT, LE, GE, GT -> throw new IllegalArgumentException("texts have no order for " + this);
        };
    }
}
