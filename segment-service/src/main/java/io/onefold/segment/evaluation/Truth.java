package io.onefold.segment.evaluation;

import java.util.Collection;

/** The values of three-valued logic. Only TRUE makes a member. */
public enum Truth {
    FALSE,
    UNKNOWN,
    TRUE;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Of all: the least, since FALSE is below UNKNOWN and UNKNOWN below TRUE. */
    static Truth all(Collection<Truth> values) {
        return values.stream().min(Truth::compareTo).orElse(TRUE);
    }

    /** Of any: the greatest. */
    static Truth any(Collection<Truth> values) {
        return values.stream().max(Truth::compareTo).orElse(FALSE);
    }
}
