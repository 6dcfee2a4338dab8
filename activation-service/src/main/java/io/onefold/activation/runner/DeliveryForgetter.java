package io.onefold.activation.runner;

import io.onefold.activation.contact.PersonForgetter;
import io.onefold.activation.delivery.DeliveryStore;
import io.onefold.activation.guard.Reason;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Deliveries of erased persons stay as history without anything of the person. What waits to go to them does not go. */
@ApplicationScoped
class DeliveryForgetter implements PersonForgetter {
    private final DeliveryStore store;

    DeliveryForgetter(DeliveryStore store) {
        this.store = store;
    }

    @Override
    public void forget(Transaction tx, Collection<UUID> profiles, Instant now) {
        store.forget(tx, profiles, Reason.ERASED.name(), now);
    }
}
