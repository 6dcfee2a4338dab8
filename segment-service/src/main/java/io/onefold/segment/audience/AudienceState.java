package io.onefold.segment.audience;

/** How far an audience is. */
public enum AudienceState {
    /** Being filled from the profiles that exist; live changes count already. */
    BACKFILLING,
    /** Complete. */
    LIVE
}
