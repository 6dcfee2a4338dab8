package io.onefold.segment.membership;

import io.micrometer.core.instrument.Tags;
import io.onefold.kit.metrics.StoredGauge;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** By how much the latest timer is late. */
@ApplicationScoped
class TimerLateness implements StoredGauge {
    private final TimerLag lag;

    TimerLateness(TimerLag lag) {
        this.lag = lag;
    }

    @Override
    public String name() {
        return "onefold.timers.lateness.seconds";
    }

    @Override
    public String description() {
        return "By how much the timer is late that is due longest, by the clock that has come down the feed.";
    }

    @Override
    public Map<Tags, Long> read(Transaction tx) {
        Map<Tags, Long> values = new HashMap<>();
        lag.read(tx)
                .forEach((workspace, late) ->
                        values.put(Tags.of("workspace", workspace), late.most().toSeconds()));
        return values;
    }
}
