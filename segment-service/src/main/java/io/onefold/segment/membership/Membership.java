package io.onefold.segment.membership;

import io.onefold.segment.evaluation.Transition;
import io.onefold.segment.evaluation.Truth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was published last of a profile in an audience.
 *
 * @param since from when on it has been a member; empty for one that is none, or always was
 * @param evaluatedAt the instant of the last evaluation; empty before the first one
 * @param profileVersion the version of the profile that was evaluated
 * @param sequence how often it has changed
 */
record Membership(
        boolean member, Optional<Instant> since, Optional<Instant> evaluatedAt, long profileVersion, long sequence) {
    /** A membership and the changes that led to it. */
    record Step(Membership membership, List<Change> changes) {}

    /** One change to publish. */
    record Change(boolean member, Instant effective, Cause cause, long sequence) {}

    /** What an evaluation makes of it; nothing when it was computed from an older version of the profile. */
    Optional<Step> advance(Evaluated evaluated) {
        if (evaluated.version() < profileVersion) {
            return Optional.empty();
        }
        Instant from = evaluatedAt.orElse(evaluated.origin().begin(evaluated.instant()));
        Instant to =
                evaluatedAt.filter(last -> last.isAfter(evaluated.instant())).orElse(evaluated.instant());
        List<Change> changes = new ArrayList<>();
        long next = sequence;
        for (Transition transition : Transition.walk(evaluated.history(), member, from, to)) {
            next++;
            Cause cause = evaluated.origin().cause(transition.afterwards(), evaluatedAt.isEmpty());
            changes.add(new Change(transition.member(), transition.effective(), cause, next));
        }
        boolean now = evaluated.history().at(to) == Truth.TRUE;
        Optional<Instant> held = now ? evaluated.history().since(to) : Optional.empty();
        return Optional.of(new Step(new Membership(now, held, Optional.of(to), evaluated.version(), next), changes));
    }
}
