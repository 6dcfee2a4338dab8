package io.onefold.sample.truth;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

/**
 * One line of a channel or one row of a CSV file.
 *
 * @param source the file's name without its ending
 * @param id unique in its source
 * @param time when it happened, whenever it came
 */
record Row(String source, String id, Instant time, Fact fact) {
    /** Equal instants have the order of their ids, so that "the latest" is always one. */
    static final Comparator<Row> BY_TIME = Comparator.comparing(Row::time).thenComparing(Row::id);

    private static final Set<String> CSV = Set.of("crm", "payments", "dmp", "stores");
    private static final Set<String> ENRICHING = Set.of("payments", "dmp");

    /** Whether it is one of the JSON Lines, which alone count as events. */
    boolean isLine() {
        return !CSV.contains(source);
    }

    /** Whether its source may create profiles and link people, or only enriches those that are there. */
    boolean creates() {
        return !ENRICHING.contains(source);
    }
}
