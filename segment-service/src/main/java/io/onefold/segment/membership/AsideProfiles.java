package io.onefold.segment.membership;

import io.micrometer.core.instrument.Tags;
import io.onefold.kit.metrics.StoredGauge;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
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
        return StoredGauge.by("kind", store.aside(tx));
    }
}
