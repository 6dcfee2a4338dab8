package io.onefold.segment.evaluation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rule's value for one profile at one instant. It holds in the half-open interval [since, until).
 *
 * @param since from when on it has held without interruption; empty: as far back as there are facts and before them
 * @param until when it ends if nothing happens; empty: never
 * @param decided the conditions that made it so, in the order of the rule; none while the profile does not exist
 */
public record Evaluation(Truth value, Optional<Instant> since, Optional<Instant> until, List<Finding> decided) {
    public Evaluation {
        decided = List.copyOf(decided);
    }
}
