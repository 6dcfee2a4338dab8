package io.onefold.segment.membership;

/** Why a membership changed. */
public enum Cause {
    EVENT,
    LATE,
    MERGE,
    SPLIT,
    BACKFILL
}
