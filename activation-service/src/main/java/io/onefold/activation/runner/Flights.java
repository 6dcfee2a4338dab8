package io.onefold.activation.runner;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** How many attempts of this replica are under way to each destination: one that answers slowly must not take all runners. */
@ApplicationScoped
class Flights {
    private record To(String kind, UUID destination) {}

    private final Map<To, Integer> underWay = new HashMap<>();

    /** Whether one more may go; then it must {@link #leave}. */
    synchronized boolean enter(String kind, UUID destination, int most) {
        To to = new To(kind, destination);
        int now = underWay.getOrDefault(to, 0);
        if (now >= most) {
            return false;
        }
        underWay.put(to, now + 1);
        return true;
    }

    synchronized void leave(String kind, UUID destination) {
        underWay.computeIfPresent(new To(kind, destination), (to, now) -> now == 1 ? null : now - 1);
    }

    synchronized boolean isAny(String kind) {
        return underWay.keySet().stream().anyMatch(to -> to.kind.equals(kind));
    }
}
