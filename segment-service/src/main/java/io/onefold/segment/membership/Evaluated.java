package io.onefold.segment.membership;

import io.onefold.segment.evaluation.History;
import java.time.Instant;
import java.util.UUID;

/**
 * What came out for one profile and one audience.
 *
 * @param version the version of the profile that was evaluated
 * @param instant the instant of the evaluation
 * @param origin what the evaluation was made for
 */
public record Evaluated(
        String workspace,
        UUID profileId,
        long version,
        UUID audienceId,
        String audience,
        History history,
        Instant instant,
        Origin origin) {}
