package io.onefold.segment.membership;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What an evaluation was made for: it decides how far back history can have changed, and the causes that are published. */
public sealed interface Origin {
    /**
     * The profile changed.
     *
     * @param since history cannot have changed before this instant; {@link Instant#MIN}: it can have changed anywhere
     * @param added the instants of the events that were added
     * @param regrouped the cause when records or identifiers came or left; empty when events were added and nothing else
     * @param happened whether something that matters happened at an instant, whenever that became known
     * @param ahead whether the facts are of a later version than the change: they say already what later changes will tell
     */
    record Changed(
            Instant since, Set<Instant> added, Optional<Cause> regrouped, Predicate<Instant> happened, boolean ahead)
            implements Origin {
        public Changed {
            added = Set.copyOf(added);
        }
    }

    /**
     * Nothing happened but that an instant came at which the value may change.
     *
     * @param at that instant
     * @param happened whether something that matters happened at an instant
     * @param foretold whether something that matters, and was dated ahead, happened at an instant
     */
    record Due(Instant at, Predicate<Instant> happened, Predicate<Instant> foretold) implements Origin {}

    /** The audience, or a new version of its rule, is filled. */
    record Filling() implements Origin {}

    /** The profile is evaluated as if nobody had done it before: what was published otherwise is corrected. */
    record Rebuilding() implements Origin {}

    /** Whether something happened, or was due: that leaves a trace, since its instant tells what comes late. */
    default boolean leavesTrace() {
        return this instanceof Changed || this instanceof Due;
    }

    /** The first instant at which history may be another than before. */
    default Instant since() {
        if (this instanceof Changed changed) {
            return changed.since;
        }
        return this instanceof Due due ? due.at : Instant.MIN;
    }
}
