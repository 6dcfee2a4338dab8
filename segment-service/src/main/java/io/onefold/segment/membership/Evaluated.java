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
     * @param filling whether it is still being filled
     */
    public record Subject(UUID id, String name, long version, Instant begin, boolean filling) {}
}
