package io.onefold.ingestion.filing;

/** Says whether events may be taken in. */
public interface IntakeGate {
    /**
     * Fails while claims may be missing by which one that is sent again is known.
     *
     * @param epoch of the feed, as it is now
     */
    void requireClaims(long epoch);
}
