package io.onefold.kit.metrics;

import io.micrometer.core.instrument.Tags;
import io.onefold.kit.sql.Transaction;
import java.util.HashMap;
import java.util.Map;

/**
 * A number that only the store knows, such as how much is kept aside. It is read every few seconds whatever happens, so it must come out of
 * a small table or an index, and be bounded.
 */
public interface StoredGauge {
    /** As in {@code onefold.quarantine.events}. */
    String name();

    /** One sentence. */
    String description();

    /** Each value with its labels, whose names are always the same; of what is absent nothing is shown. */
    Map<Tags, Long> read(Transaction tx);

    /** Values that differ in one label. */
    static Map<Tags, Long> by(String label, Map<String, Long> values) {
        Map<Tags, Long> labelled = new HashMap<>();
        values.forEach((of, value) -> labelled.put(Tags.of(label, of), value));
        return labelled;
    }
}
