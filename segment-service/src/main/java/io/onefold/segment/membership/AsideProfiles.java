package io.onefold.segment.membership;

import io.micrometer.core.instrument.Tags;
import io.onefold.kit.metrics.StoredGauge;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** How many profiles are set aside, of each kind. */
@ApplicationScoped
class AsideProfiles implements StoredGauge {
    private final TimerLagStore store;

    AsideProfiles(TimerLagStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "onefold.profiles.set.aside";
    }

    @Override
    public String description() {
        return "Profiles that could not be evaluated and are tried again later: kind is timer, unreadable or filling.";
    }

    @Override
    public Map<Tags, Long> read(Transaction tx) {
        Map<Tags, Long> values = new HashMap<>();
        store.aside(tx).forEach((kind, profiles) -> values.put(Tags.of("kind", kind), profiles));
        return values;
    }
}
