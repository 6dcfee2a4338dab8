package io.onefold.segment.live;

import io.onefold.segment.audience.Audience;
import io.onefold.segment.evaluation.Evaluator;
import io.onefold.segment.evaluation.History;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.profiles.ProfileState;
import java.time.Instant;

/** Evaluates one profile for one audience: on every road the same. */
public final class Evaluations {
    private Evaluations() {}

    public static Evaluated of(Audience audience, ProfileState state, long version, Instant instant, Origin origin) {
        return new Evaluated(
                audience.workspace(),
                state.profileId(),
                version,
                new Evaluated.Subject(
                        audience.id(), audience.name(), audience.version(), audience.begin(), audience.isBackfilling()),
                () -> state.exists() ? Evaluator.history(audience.rule(), state.facts(), Instant.MIN) : History.never(),
                instant,
                origin);
    }
}
