package io.onefold.launcher.importing;

import java.time.Instant;
import java.util.List;

/**
 * What became of an import.
 *
 * @param sentAgain rows of attempts that got no answer and were repeated: each may have been counted by ingestion, or not
 * @param end where the workspace's clock stands afterwards
 * @param consistencyToken stands for every row
 */
public record ImportReport(
        int rows,
        int accepted,
        int duplicates,
        int sentAgain,
        List<Refusal> refusals,
        Instant end,
        double seconds,
        String consistencyToken) {}
