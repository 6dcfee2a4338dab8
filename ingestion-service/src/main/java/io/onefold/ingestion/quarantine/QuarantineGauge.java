package io.onefold.ingestion.quarantine;

import io.micrometer.core.instrument.Tags;
import io.onefold.kit.metrics.StoredGauge;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** How many events are in quarantine now. */
@ApplicationScoped
class QuarantineGauge implements StoredGauge {
    private final QuarantineStore store;

    QuarantineGauge(QuarantineStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "onefold.quarantine.events";
    }

    @Override
    public String description() {
        return "Events that are in quarantine now.";
    }

    @Override
    public Map<Tags, Long> read(Transaction tx) {
        Map<Tags, Long> values = new HashMap<>();
        store.count(tx)
                .forEach(count -> values.put(
                        Tags.of("workspace", count.workspace(), "source", count.source(), "reason", count.reason()),
                        count.events()));
        return values;
    }
}
