package io.onefold.ingestion.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.onefold.ingestion.ledger.LedgerKey.Counted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what this replica has committed to the ledger since it started. A commit of which the answer was lost is in the ledger and not
 * here: the ledger itself is what {@code GetLedger} gives.
 */
@ApplicationScoped
public class LedgerMetrics {
    private final MeterRegistry registry;
    private final Map<LedgerKey, Counter> counters = new ConcurrentHashMap<>();

    LedgerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** To be called after the commit. */
    public void committed(Map<LedgerKey, Long> counts) {
        counts.forEach(
                (key, events) -> counters.computeIfAbsent(key, this::counter).increment(events));
    }

    private Counter counter(LedgerKey key) {
        Tags source = Tags.of("workspace", key.workspace(), "source", key.source());
        return switch (key.outcome()) {
            case RECEIVED ->
                Counter.builder("onefold.ledger.received.events")
                        .description("Events received; the sum of all outcomes.")
                        .tags(source)
                        .register(registry);
            case CONFLICT ->
                Counter.builder("onefold.ledger.conflicting.events")
                        .description(
                                "Duplicates whose content differs from what was filed first; they are counted as duplicates too.")
                        .tags(source)
                        .register(registry);
            case ACCEPTED, DUPLICATE, QUARANTINED, REJECTED ->
                Counter.builder("onefold.ledger.events")
                        .description("What became of the events received.")
                        .tags(source.and("outcome", label(key.outcome()), "reason", key.reason()))
                        .register(registry);
        };
    }

    private static String label(Counted outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
