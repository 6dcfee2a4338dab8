package io.onefold.launcher.status;

import io.onefold.devstack.Scrape;
import io.onefold.launcher.running.ServiceProcess;
import io.onefold.launcher.running.SuiteException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Looks twice at the metrics of services, a second apart. */
public final class Looks {
    /** Between the two looks that rates come from. */
    public static final Duration WINDOW = Duration.ofSeconds(1);

    private Looks() {}

    private record Look(Scrape scrape, long nanos) {}

    /** What each service shows; one that does not answer both times is absent. */
    public static Map<ServiceProcess, Sight> at(List<ServiceProcess> services) {
        Map<ServiceProcess, Look> first = look(services);
        Map<ServiceProcess, Sight> sights = new HashMap<>();
        if (first.isEmpty()) {
            return sights;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(WINDOW.toNanos());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        look(services).forEach((service, second) -> {
            Look before = first.get(service);
            if (before != null) {
                Duration between = Duration.ofNanos(second.nanos - before.nanos);
                sights.put(service, Sight.of(service.kind(), before.scrape, second.scrape, between));
            }
        });
        return sights;
    }

    private static Map<ServiceProcess, Look> look(List<ServiceProcess> services) {
        Map<ServiceProcess, Look> looks = new HashMap<>();
        for (ServiceProcess service : services) {
            if (service.isAlive()) {
                try {
                    Scrape scrape =
                            Scrape.of(URI.create("http://127.0.0.1:" + service.managementPort() + "/q/metrics"));
                    looks.put(service, new Look(scrape, System.nanoTime()));
                } catch (IOException e) {
                    // It starts or ends: that it shows nothing is what there is to show.
                    looks.remove(service);
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
            }
        }
        return looks;
    }

    private static SuiteException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SuiteException("interrupted while the services were looked at", e);
    }
}
