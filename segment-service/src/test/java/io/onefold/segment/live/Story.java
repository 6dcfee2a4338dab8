package io.onefold.segment.live;

import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.profiles.ChangedProfile;
import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happens to one profile and one audience, in the order of the feed.
 *
 * @param begin where the clock stands when the audience is created
 * @param before what the profile holds by then
 * @param filling whether the audience is still to be filled
 * @param complete whether the profile-service gives all events of the profile
 * @param end the last tick
 */
record Story(
        Rule rule,
        Instant begin,
        List<EventFact> before,
        boolean filling,
        boolean complete,
        List<Step> steps,
        Instant end) {

    /** What comes next. */
    sealed interface Step {}

    /** Changes that are applied together, and the tick that comes with them. */
    record Batch(List<Change> changes, Optional<Instant> tick) implements Step {}

    /** The clock comes to an instant. */
    record Tick(Instant time) implements Step {}

    /** The audience is filled. */
    record Fill() implements Step {}

    /** The audience gets another rule. */
    record Revise(Rule rule) implements Step {}

    /** One version of the profile. */
    record Change(ChangedProfile.Reason reason, List<EventFact> came, List<EventFact> went) {}

    long changeCount() {
        return steps.stream()
                .mapToLong(step -> step instanceof Batch batch ? batch.changes().size() : 0)
                .sum();
    }
}
