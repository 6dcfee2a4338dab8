package io.onefold.identity.change;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a change did, as an operator counts it. */
enum Kind {
    /** A profile began, of records that were in none. */
    CREATE,
    /** A record that was in no profile came to one that was there. */
    ATTACH,
    /** A profile ended, since others hold its records now. */
    MERGE,
    /** A record left a profile that goes on, for another one. */
    SPLIT,
    /** A record left its profile for none. */
    DETACH,
    /** A record was erased. */
    ERASE;

    /** How often each happened in a change. */
    static Map<Kind, Long> of(Change change) {
        Map<UUID, Integer> left = new HashMap<>();
        change.profiles().forEach(profile -> left.put(profile.profileId(), profile.recordCount()));
        Map<UUID, Integer> fresh = new HashMap<>();
        for (Move move : change.moves()) {
            UUID to = move.to();
            if (to != null && move.from() == null) {
                fresh.merge(to, 1, Integer::sum);
            }
        }
        Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
        Set<UUID> counted = new HashSet<>();
        for (Move move : change.moves()) {
            Kind kind = of(move, left, fresh);
            @Nullable UUID profile = kind == CREATE ? move.to() : kind == MERGE ? move.from() : null;
            if (profile == null || counted.add(profile)) {
                kinds.merge(kind, 1L, Long::sum);
            }
        }
        return kinds;
    }

    private static Kind of(Move move, Map<UUID, Integer> left, Map<UUID, Integer> fresh) {
        @Nullable UUID from = move.from();
        @Nullable UUID to = move.to();
        if (move.erased()) {
            return ERASE;
        }
        if (to == null) {
            return DETACH;
        }
        if (from != null) {
            return left.getOrDefault(from, 0) == 0 ? MERGE : SPLIT;
        }
        return fresh.getOrDefault(to, 0).equals(left.get(to)) ? CREATE : ATTACH;
    }
}
