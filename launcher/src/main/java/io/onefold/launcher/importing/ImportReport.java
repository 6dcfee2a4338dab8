package io.onefold.launcher.importing;

import java.time.Instant;
import java.util.List;

/**
 * What became of an import.
 *
 * @param end where the workspace's clock stands afterwards
 * @param consistencyToken stands for every row
 */
public record ImportReport(
        int rows,
        int accepted,
        int duplicates,
        List<Refusal> refusals,
        Instant end,
        double seconds,
        String consistencyToken) {}
