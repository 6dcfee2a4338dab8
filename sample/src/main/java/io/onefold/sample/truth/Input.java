package io.onefold.sample.truth;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a folder says.
 *
 * @param records the rows of every file, each once, filed under the identifiers that came together on them
 * @param duplicates lines that came again
 * @param refused lines of {@code bad.jsonl} that are no events
 * @param payments what was captured less what was refunded
 * @param erased the user ids whose profiles are to be erased
 */
record Input(
        Map<Set<Identifier>, List<Row>> records,
        int duplicates,
        int refused,
        int crmRows,
        BigDecimal payments,
        Set<String> erased) {

    Stream<Row> rows() {
        return records.values().stream().flatMap(List::stream);
    }
}
