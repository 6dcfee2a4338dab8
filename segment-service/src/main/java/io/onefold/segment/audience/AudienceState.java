package io.onefold.segment.audience;

/** How far an audience is. */
public enum AudienceState {
    /** Being filled from the profiles that exist; live changes count already. */
    BACKFILLING,
    /** Complete. */
    LIVE,
    /** Being emptied: its members are leaving, and nobody enters any more. Callers do not see it; its name is not free yet. */
    DELETING
}
