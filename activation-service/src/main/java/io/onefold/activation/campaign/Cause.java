package io.onefold.activation.campaign;

import java.util.Arrays;

/** Why somebody entered an audience. */
public enum Cause {
    EVENT,
    TIME,
    LATE,
    MERGE,
    SPLIT,
    ERASURE,
    BACKFILL,
    RULE,
    REBUILD,
    /** One that this version does not know: starts nothing. */
    OTHER;

    public static Cause named(String name) {
        return Arrays.stream(values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElse(OTHER);
    }
}
