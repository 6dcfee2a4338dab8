package io.onefold.launcher.bench;

/** What can be measured by itself. */
public enum BenchPart {
    /** From the first event sent until the memberships contain the last one. */
    THROUGH,
    /** Ingestion alone. */
    ACCEPTED,
    /** From an event's acknowledgement to the membership that it makes. */
    LATENCY,
    /** Reads of profiles at fixed rates. */
    READS,
    /** Filling one audience from many profiles. */
    BACKFILL
}
