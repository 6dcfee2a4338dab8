package io.onefold.profile.projection;

import io.onefold.profile.change.ProfileChanged.Added;
import io.onefold.profile.event.FiledEvent;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.Seen;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Steps of which the events say everything: who knows the profile before such a step, and gets them, knows it after the step. */
final class PureAddition {
    private static final int MAX_BYTES = 64 << 10;

    private PureAddition() {}

    /** The events; null when anything else changed, and when they are too large for the feed. */
    static @Nullable Added of(ProfileStep step, List<UUID> absorbed) {
        if (!step.isGrowth() || !absorbed.isEmpty() || !isComplete(step) || movesABeginning(step)) {
            return null;
        }
        List<FiledEvent> events = step.touch().events;
        if (events.stream().mapToLong(event -> event.payload().length).sum() > MAX_BYTES) {
            return null;
        }
        return new Added(
                step.before().version(),
                events.stream()
                        .sorted(Comparator.comparing(event -> event.facts().stamp()))
                        .map(FiledEvent::payload)
                        .toList());
    }

    /** Of a record that came from no profile older events may be in the timeline, and not at hand. */
    private static boolean isComplete(ProfileStep step) {
        long atHand = step.touch().events.size();
        return atHand > 0 && atHand == step.addition().eventCount();
    }

    /** Since when a profile exists, and holds what it holds, is told with its facts and not with its events. */
    private static boolean movesABeginning(ProfileStep step) {
        ProfileState before = step.before().state();
        ProfileState after = step.after().state();
        return !Objects.equals(before.firstCreating(), after.firstCreating())
                || step.addition().identifiers().keySet().stream()
                        .anyMatch(identifier -> !Objects.equals(
                                firstCreating(before.identifiers().get(identifier)),
                                firstCreating(after.identifiers().get(identifier))));
    }

    private static @Nullable Object firstCreating(@Nullable Seen seen) {
        return seen == null ? null : seen.firstCreating();
    }
}
