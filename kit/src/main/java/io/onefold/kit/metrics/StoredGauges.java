package io.onefold.kit.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.TimeGauge;
import io.onefold.kit.error.Outage;
import io.onefold.kit.sql.Database;
import io.onefold.kit.work.Repeated;
import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Reads the {@link StoredGauge}s again and again, on a thread of its own: a scrape shows what was read last, and never waits for the
 * database. While that is away the numbers stay, and their age tells.
 */
@Unremovable
@ApplicationScoped
public class StoredGauges {
    private static final Logger LOG = Logger.getLogger(StoredGauges.class);

    private final Database database;
    private final List<Shown> gauges;
    private final Duration pause;
    private final Repeated looks = new Repeated("stored-gauges");
    private volatile long looked = System.nanoTime();

    public StoredGauges(
            Database database, MeterRegistry registry, @All List<StoredGauge> gauges, MetricsConfig config) {
        this.database = database;
        this.gauges = gauges.stream()
                .map(gauge -> new Shown(
                        gauge,
                        MultiGauge.builder(gauge.name())
                                .description(gauge.description())
                                .register(registry)))
                .toList();
        this.pause = config.storeLook();
        TimeGauge.builder("onefold.store.look.age", () -> System.nanoTime() - looked, TimeUnit.NANOSECONDS)
                .description("How long ago the gauges that come from the database were last read.")
                .register(registry);
    }

    private record Shown(StoredGauge gauge, MultiGauge values) {}

    void start(@Observes StartupEvent start) {
        looks.nowAndEvery(pause, this::look, failure -> LOG.warn("gauges were not read", failure));
    }

    void stop(@Observes ShutdownEvent stop) {
        looks.close();
    }

    private void look() {
        boolean all = true;
        for (Shown shown : gauges) {
            all &= look(shown);
        }
        if (all) {
            looked = System.nanoTime();
        }
    }

    /** One that cannot be read leaves the others as they are, and the age grows. */
    private boolean look(Shown shown) {
        try {
            var values = database.snapshot(shown.gauge::read);
            shown.values.register(
                    values.entrySet().stream()
                            .map(value -> MultiGauge.Row.of(value.getKey(), value.getValue()))
                            .toList(),
                    true);
            return true;
        } catch (RuntimeException failure) {
            LOG.logf(
                    Outage.is(failure) ? Level.DEBUG : Level.WARN,
                    failure,
                    "the gauge %s was not read",
                    shown.gauge.name());
            return false;
        }
    }
}
