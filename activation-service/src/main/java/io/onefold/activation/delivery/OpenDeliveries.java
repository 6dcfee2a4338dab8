package io.onefold.activation.delivery;

import io.micrometer.core.instrument.Tags;
import io.onefold.kit.metrics.StoredGauge;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** How many deliveries wait or are under way. */
@ApplicationScoped
class OpenDeliveries implements StoredGauge {
    private final DeliveryStore store;

    OpenDeliveries(DeliveryStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "onefold.deliveries.open";
    }

    @Override
    public String description() {
        return "Deliveries that have not come to their end: they wait, are to be tried again or are under way.";
    }

    @Override
    public Map<Tags, Long> read(Transaction tx) {
        Map<Tags, Long> values = new HashMap<>();
        store.open(tx)
                .forEach((campaign, deliveries) -> values.put(Tags.of("campaign", campaign.toString()), deliveries));
        return values;
    }
}
