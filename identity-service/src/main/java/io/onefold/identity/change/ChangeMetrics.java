package io.onefold.identity.change;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Locale;

/** Counts what this replica has resolved and changed since it started. */
@ApplicationScoped
public class ChangeMetrics {
    private final MeterRegistry registry;
    private final Counter resolved;

    public ChangeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.resolved = Counter.builder("onefold.identity.resolved.records")
                .description("Records of which it was said who holds them, once for each batch that names them.")
                .register(registry);
    }

    public void resolved(int records) {
        resolved.increment(records);
    }

    /** To be called after the commit. */
    public void committed(Collection<Change> changes) {
        for (Change change : changes) {
            Kind.of(change).forEach((kind, times) -> counter(change, kind).increment(times));
        }
    }

    private Counter counter(Change change, Kind kind) {
        return Counter.builder("onefold.identity.changes")
                .description(
                        "Changes of identity: of profiles (create, merge) and of records (attach, split, detach, erase).")
                .tags("workspace", change.workspace(), "kind", label(kind), "cause", label(change.cause()))
                .register(registry);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
