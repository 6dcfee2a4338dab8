package io.onefold.activation.runner;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How many attempts of this replica are under way to each destination: one that answers slowly must not take all runners. */
@ApplicationScoped
class Flights {
    private record To(String kind, UUID destination) {}

    private final Map<To, Integer> underWay = new HashMap<>();
    private final Set<To> refused = new HashSet<>();

    /** Whether one more may go; then it must {@link #leave}. */
    synchronized boolean enter(String kind, UUID destination, int most) {
        To to = new To(kind, destination);
        int now = underWay.getOrDefault(to, 0);
        if (now >= most) {
            refused.add(to);
            return false;
        }
        underWay.put(to, now + 1);
        return true;
    }

    /** Whether somebody was refused meanwhile and is to be told. */
    synchronized boolean leave(String kind, UUID destination) {
        To left = new To(kind, destination);
        underWay.computeIfPresent(left, (to, now) -> now == 1 ? null : now - 1);
        return refused.remove(left);
    }

    synchronized boolean isAny(String kind) {
        return underWay.keySet().stream().anyMatch(to -> to.kind.equals(kind));
    }
}
