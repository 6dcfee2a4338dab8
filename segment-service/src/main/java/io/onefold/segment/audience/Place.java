package io.onefold.segment.audience;

import io.onefold.domain.Decimals;
import io.onefold.segment.rule.InvalidRule;
import io.onefold.segment.rule.RuleCheck;
import java.math.BigDecimal;

/** Where in a rule's proto one reads, and how deep: a recursion that a caller chooses must have a bound before the tree is built. */
record Place(String path, int depth) {
    static final Place ROOT = new Place("rule", 1);

    /** Of a rule that was within all limits when it came. */
    static final Place STORED = new Place("rule", Integer.MIN_VALUE);

    Place field(String name) {
        return new Place(path + "." + name, depth);
    }

    Place at(String list, int index) {
        return field(list + "[" + index + "]");
    }

    Place deeper() {
        return new Place(path, depth + 1);
    }

    InvalidRule wrong(String problem) {
        return new InvalidRule(path, problem);
    }

    void requireDepth() {
        if (depth > RuleCheck.MAX_DEPTH) {
            throw wrong("lies deeper than " + RuleCheck.MAX_DEPTH + " levels");
        }
    }

    /** The constant whose name, behind a prefix, is the proto's. */
    <E extends Enum<E>> E named(Class<E> type, String prefix, Enum<?> proto) {
        String name = proto.name();
        for (E constant : type.getEnumConstants()) {
            if (name.equals(prefix + constant.name())) {
                return constant;
            }
        }
        throw wrong("must be one of the known values");
    }

    BigDecimal decimal(String number) {
        return Decimals.parse(number).orElseThrow(() -> wrong("is not a decimal number"));
    }
}
