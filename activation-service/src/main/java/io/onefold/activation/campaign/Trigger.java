package io.onefold.activation.campaign;

/** What of an audience a campaign follows. */
public enum Trigger {
    /** Somebody enters. */
    ENTERED,
    /** Somebody leaves. */
    EXITED,
    /** Both, as a list does: who enters is added, who leaves is removed, whatever the cause. */
    MEMBERSHIP;

    /** Whether a change starts a delivery of its own. */
    boolean startsOn(boolean entered) {
        return switch (this) {
            case ENTERED -> entered;
            case EXITED -> !entered;
            case MEMBERSHIP -> false;
        };
    }
}
