package io.onefold.ingestion.filing;

import io.onefold.ingestion.event.Outcome;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which event of a commit owns its id: the first of equal ones, unless somebody was there before this commit. Filled by the store, then
 * asked once per event in order.
 */
final class Claims {
    private final Map<UUID, Claim> own;
    private final Set<UUID> given = new HashSet<>();
    private Set<UUID> fresh = Set.of();
    private Map<UUID, Claim> before = Map.of();

    private Claims(Map<UUID, Claim> own) {
        this.own = own;
    }

    static Claims of(List<Submission> submissions) {
        Map<UUID, Claim> own = new LinkedHashMap<>();
        for (Submission submission : submissions) {
            for (Submission.Item item : submission.items()) {
                claim(item.outcome()).ifPresent(claim -> own.putIfAbsent(claim.eventId(), claim));
            }
        }
        return new Claims(own);
    }

    private static Optional<Claim> claim(Outcome outcome) {
        if (outcome instanceof Outcome.Normal normal) {
            return Optional.of(new Claim(
                    normal.event().eventId(),
                    Claim.State.FILED,
                    normal.event().recordId(),
                    normal.event().contentHash()));
        }
        if (outcome instanceof Outcome.Erased erased) {
            return Optional.of(Claim.erased(erased.eventId()));
        }
        return outcome instanceof Outcome.Quarantined kept
                ? Optional.of(new Claim(kept.eventId(), Claim.State.QUARANTINED, null, kept.contentHash()))
                : Optional.empty();
    }

    Collection<Claim> wanted() {
        return own.values();
    }

    /** The store's answer: which ids nobody had before. */
    void won(Set<UUID> ids) {
        fresh = ids;
    }

    List<UUID> lost() {
        return own.keySet().stream().filter(id -> !fresh.contains(id)).toList();
    }

    void heldBefore(Map<UUID, Claim> claims) {
        before = claims;
    }

    /** True for the event that owns the id; false for each later one with the same id. */
    boolean takes(UUID eventId) {
        return fresh.contains(eventId) && given.add(eventId);
    }

    /** The claim that stands for an id. */
    Claim standing(UUID eventId) {
        Claim claim = fresh.contains(eventId) ? own.get(eventId) : before.get(eventId);
        if (claim == null) {
            throw new IllegalStateException("the claim of event " + eventId + " was neither made nor found");
        }
        return claim;
    }
}
