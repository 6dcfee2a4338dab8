package io.onefold.identity.lookup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The records that hang together with one of them, the nearest first, each with the nearer one through which it was reached. Whatever is
 * taken from the far end, the rest still hangs together.
 */
record Nearness(UUID start, List<UUID> order, Map<UUID, UUID> through) {
    /**
     * Follows shared identifiers from a record.
     *
     * @param carried the identifiers of each record
     * @param linking those that link
     */
    static Nearness of(UUID start, Map<UUID, List<UUID>> carried, Set<UUID> linking) {
        Map<UUID, List<UUID>> carriers = new HashMap<>();
        carried.keySet().stream()
                .sorted()
                .forEach(record -> identifiers(carried, record)
                        .forEach(id -> carriers.computeIfAbsent(id, one -> new ArrayList<>())
                                .add(record)));
        carriers.keySet().retainAll(linking);
        List<UUID> order = new ArrayList<>(List.of(start));
        Map<UUID, UUID> through = new HashMap<>();
        Deque<UUID> unread = new ArrayDeque<>(order);
        while (!unread.isEmpty()) {
            UUID record = unread.remove();
            for (UUID id : identifiers(carried, record)) {
                // Once is enough: whoever carries it is reached then.
                for (UUID next : Objects.requireNonNullElse(carriers.remove(id), List.<UUID>of())) {
                    if (!next.equals(start) && through.putIfAbsent(next, record) == null) {
                        order.add(next);
                        unread.add(next);
                    }
                }
            }
        }
        return new Nearness(start, order, through);
    }

    private static List<UUID> identifiers(Map<UUID, List<UUID>> carried, UUID record) {
        return Objects.requireNonNull(carried.get(record));
    }

    /**
     * The records at the far end, the farthest first: never the start, and none of those to keep, the most important first, unless the ways to
     * them are longer than all that is to be taken.
     */
    List<UUID> farEnd(int most, List<UUID> keep) {
        Set<UUID> kept = Set.of(start);
        for (UUID record : keep) {
            Set<UUID> ways = wayTo(record);
            ways.addAll(kept);
            if (ways.size() <= most) {
                kept = ways;
            }
        }
        return farthestFirst().stream()
                .filter(Predicate.not(kept::contains))
                .limit(most)
                .toList();
    }

    List<UUID> farthestFirst() {
        List<UUID> farthest = new ArrayList<>(order);
        Collections.reverse(farthest);
        return farthest;
    }

    private Set<UUID> wayTo(UUID record) {
        Set<UUID> way = new HashSet<>();
        @Nullable UUID at = record;
        while (at != null && way.add(at)) {
            at = through.get(at);
        }
        return way;
    }
}
