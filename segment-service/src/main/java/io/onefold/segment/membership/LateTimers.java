package io.onefold.segment.membership;

import io.micrometer.core.instrument.Tags;
import io.onefold.kit.metrics.StoredGauge;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** How many timers are late. */
@ApplicationScoped
class LateTimers implements StoredGauge {
    private final TimerLag lag;

    LateTimers(TimerLag lag) {
        this.lag = lag;
    }

    @Override
    public String name() {
        return "onefold.timers.late";
    }

    @Override
    public String description() {
        return "Profiles of which something is due by the clock that has come down the feed, and has not fired.";
    }

    @Override
    public Map<Tags, Long> read(Transaction tx) {
        Map<Tags, Long> values = new HashMap<>();
        lag.read(tx).forEach((workspace, late) -> values.put(Tags.of("workspace", workspace), late.profiles()));
        return values;
    }
}
