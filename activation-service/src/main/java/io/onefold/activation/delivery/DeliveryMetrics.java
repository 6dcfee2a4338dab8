package io.onefold.activation.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.UUID;

/** Counts what has become of deliveries since this replica started, each once it is committed. */
@ApplicationScoped
public class DeliveryMetrics {
    private final MeterRegistry registry;

    DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The delivery has come to its end. */
    void ended(Transaction tx, UUID campaign, End end, String reason) {
        tx.afterCommit(() -> Counter.builder("onefold.deliveries")
                .description("Deliveries that have come to their end, by outcome and reason.")
                .tags("campaign", campaign.toString(), "outcome", label(end.name()), "reason", reason)
                .register(registry)
                .increment());
    }

    /** How a delivery ends. */
    enum End {
        SENT,
        SUPPRESSED,
        DEAD
    }

    /** What came of one attempt. */
    public void attempted(Transaction tx, String kind, Outcome outcome) {
        tx.afterCommit(() -> Counter.builder("onefold.delivery.attempts")
                .description("Attempts to hand a delivery over, by kind of destination and what came of them.")
                .tags("kind", kind, "outcome", label(outcome.getClass().getSimpleName()))
                .register(registry)
                .increment());
    }

    private static String label(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
