package io.onefold.segment.membership;

import io.onefold.segment.evaluation.History;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What came out for one profile and one audience.
 *
 * @param version the version of the profile that was evaluated
 * @param history the value over all time; made when it is needed and not kept, since those of a whole batch would fill the memory
 * @param instant the instant of the evaluation
 * @param origin what the evaluation was made for
 */
public record Evaluated(
        String workspace,
        UUID profileId,
        long version,
        Subject subject,
        Supplier<History> history,
        Instant instant,
        Origin origin) {

    /**
     * The audience that was evaluated.
     *
     * @param version of its rule, from 1
     * @param begin the published log is exact from this instant on
     * @param filling whether it is still being filled; for a profile that the filling has set aside, until that was tried again
     * @param incomplete whether the filling has set profiles aside, perhaps this one
     */
    public record Subject(UUID id, String name, long version, Instant begin, boolean filling, boolean incomplete) {}

    /** The same for a profile that the filling has set aside. */
    Evaluated unfilled() {
        Subject unfilled =
                new Subject(subject.id, subject.name, subject.version, subject.begin, true, subject.incomplete);
        return new Evaluated(workspace, profileId, version, unfilled, history, instant, origin);
    }
}
