package io.onefold.segment.membership;

import java.time.Instant;

/** What an evaluation was made for: it decides from where a first walk begins, and the cause that is published. */
public sealed interface Origin {
    /** Events were added to the profile. */
    record Events() implements Origin {}

    /**
     * Events were added while the audience is still being filled: what held before them is the filling's.
     *
     * @param earliest the earliest event that was added
     */
    record EventsWhileFilling(Instant earliest) implements Origin {}

    /** Profiles became one, or one was split, or one ended by that. */
    record Regrouping(Cause cause) implements Origin {}

    /** The audience is filled. */
    record Filling() implements Origin {}

    /** The instant after which changes are walked through when the profile was never evaluated for the audience. */
    default Instant begin(Instant evaluated) {
        if (this instanceof EventsWhileFilling events) {
            return events.earliest.minusNanos(1);
        }
        return this instanceof Filling ? evaluated : Instant.MIN;
    }

    /**
     * The cause of a transition.
     *
     * @param afterwards whether it lies after the instant at which the walk began
     * @param first whether the profile was never evaluated for the audience
     */
    default Cause cause(boolean afterwards, boolean first) {
        if (this instanceof Regrouping regrouping) {
            return regrouping.cause;
        }
        if (this instanceof Filling) {
            return Cause.BACKFILL;
        }
        if (afterwards) {
            return Cause.EVENT;
        }
        if (first) {
            return this instanceof EventsWhileFilling ? Cause.BACKFILL : Cause.EVENT;
        }
        return Cause.LATE;
    }
}
