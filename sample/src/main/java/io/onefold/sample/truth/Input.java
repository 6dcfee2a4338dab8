package io.onefold.sample.truth;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * What a folder says.
 *
 * @param rows of every file, each once
 * @param duplicates lines that came again
 * @param refused lines of {@code bad.jsonl} that are no events
 * @param payments what was captured less what was refunded
 * @param erased the user ids whose profiles are to be erased
 */
record Input(List<Row> rows, int duplicates, int refused, int crmRows, BigDecimal payments, Set<String> erased) {}
