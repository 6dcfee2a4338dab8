package io.onefold.activation.campaign;

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
    OTHER
}
