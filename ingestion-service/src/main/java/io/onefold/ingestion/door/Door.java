package io.onefold.ingestion.door;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides, event by event in the order of a commit, what comes in of identifiers and records that were erased. Consent that is given anew
 * opens the door for the events after it, those of the same commit too.
 */
public final class Door {
    private final Map<UUID, Tombstone> tombstones;
    private final Map<UUID, Instant> reopened = new HashMap<>();

    /** @param tombstones those of all identifiers and records that the events have, by id */
    public Door(Map<UUID, Tombstone> tombstones) {
        this.tombstones = new HashMap<>(tombstones);
    }

    /** What becomes of an event. */
    public sealed interface Answer {
        /**
         * It comes in.
         *
         * @param afterErasure the ordinal of the latest erasure of something that it has; 0: nothing of it was ever erased
         */
        record Enter(long afterErasure) implements Answer {}

        /** It is an erased person's. */
        record Refused() implements Answer {}
    }

    /**
     * Asks for one event.
     *
     * @param ids of its identifiers and of its record
     * @param eventTime when it happened, as far as is known before it is received
     * @param grantsConsent a source that may create profiles states that some consent was given
     */
    public Answer ask(Collection<UUID> ids, Instant eventTime, boolean grantsConsent) {
        List<UUID> erased = ids.stream().filter(tombstones::containsKey).toList();
        List<UUID> shut =
                erased.stream().filter(id -> !of(id).isOpenFor(eventTime)).toList();
        if (shut.isEmpty()) {
            return enter(erased);
        }
        if (!grantsConsent || !shut.stream().allMatch(id -> of(id).isOpenedBy(eventTime))) {
            return new Answer.Refused();
        }
        shut.forEach(id -> {
            Tombstone open = of(id).openedAt(eventTime);
            tombstones.put(id, open);
            open.reopenedAt().ifPresent(since -> reopened.put(id, since));
        });
        return enter(erased);
    }

    /** Asks for something that seems to name these ids without being an event. */
    public Answer askToKeep(Collection<UUID> ids) {
        List<UUID> erased = ids.stream().filter(tombstones::containsKey).toList();
        return erased.stream().map(this::of).allMatch(Tombstone::isOpen) ? enter(erased) : new Answer.Refused();
    }

    private Answer enter(List<UUID> erased) {
        return new Answer.Enter(
                erased.stream().mapToLong(id -> of(id).ordinal()).max().orElse(0));
    }

    /** The identifiers that were opened by these events, and since when. */
    public Map<UUID, Instant> reopened() {
        return reopened;
    }

    private Tombstone of(UUID id) {
        return Optional.ofNullable(tombstones.get(id)).orElseThrow();
    }
}
