package io.onefold.kit.feed;

import io.micrometer.core.instrument.Tags;
import io.onefold.kit.metrics.StoredGauge;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** How many items of each feed are set aside. */
@ApplicationScoped
class SetAsideGauge implements StoredGauge {
    private final SetAside setAside;

    SetAsideGauge(SetAside setAside) {
        this.setAside = setAside;
    }

    @Override
    public String name() {
        return "onefold.feed.set.aside.items";
    }

    @Override
    public String description() {
        return "Items of the feed that could not be applied even alone, and were set aside so that nothing waits for them.";
    }

    @Override
    public Map<Tags, Long> read(Transaction tx) {
        return StoredGauge.by("feed", setAside.count(tx));
    }
}
