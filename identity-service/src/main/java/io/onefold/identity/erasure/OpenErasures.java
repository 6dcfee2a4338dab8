package io.onefold.identity.erasure;

import io.micrometer.core.instrument.Tags;
import io.onefold.kit.metrics.StoredGauge;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** How many erasures wait for what this service keeps to be wiped. */
@ApplicationScoped
class OpenErasures implements StoredGauge {
    private final ErasureStore store;

    OpenErasures(ErasureStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "onefold.erasures.open";
    }

    @Override
    public String description() {
        return "Erasures of persons of whom something may be left in this service.";
    }

    @Override
    public Map<Tags, Long> read(Transaction tx) {
        return StoredGauge.by("workspace", store.open(tx));
    }
}
