package io.onefold.segment.live;

import com.google.common.base.Suppliers;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.evaluation.Evaluator;
import io.onefold.segment.evaluation.Happenings;
import io.onefold.segment.evaluation.History;
import io.onefold.segment.membership.Evaluated;
import io.onefold.segment.membership.Origin;
import io.onefold.segment.profiles.ProfileState;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Evaluates one profile for one audience: on every road the same. */
public final class Evaluations {
    private Evaluations() {}

    /** Whether something happened at an instant that matters to the audience; the facts are looked at once, when it is first asked. */
    static Predicate<Instant> happened(Audience audience, ProfileState state) {
        Supplier<Happenings> happenings = Suppliers.memoize(() -> state.facts().happenings(audience.needs()::selects));
        return at -> happenings.get().at(at);
    }

    public static Evaluated of(Audience audience, ProfileState state, long version, Instant instant, Origin origin) {
        return new Evaluated(
                audience.workspace(),
                state.profileId(),
                version,
                new Evaluated.Subject(
                        audience.id(),
                        audience.name(),
                        audience.version(),
                        audience.begin(),
                        audience.isBackfilling(),
                        audience.setAsideCount() > 0),
                () -> state.exists() ? Evaluator.history(audience.rule(), state.facts(), Instant.MIN) : History.never(),
                instant,
                origin);
    }

    /** Whether something that matters to the audience, and was dated ahead, happened at an instant. */
    static Predicate<Instant> foretold(Audience audience, ProfileState state) {
        return at -> state.facts().foretold(at, audience.needs()::selects);
    }
}
