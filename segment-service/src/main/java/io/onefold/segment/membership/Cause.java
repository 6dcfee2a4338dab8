package io.onefold.segment.membership;

/** Why a membership changed. */
public enum Cause {
    EVENT,
    TIME,
    LATE,
    MERGE,
    SPLIT,
    ERASURE,
    BACKFILL,
    RULE,
    REBUILD
}
