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
    BACKFILL,
    /** What an event costs beside many profiles and beside a tenth of them. */
    SCALE,
    /** From the request to erase one person of many events until nothing is left anywhere. */
    ERASURE,
    /** From SIGKILL of PostgreSQL, or of ingestion, to the first event that is accepted. */
    RECOVERY
}
