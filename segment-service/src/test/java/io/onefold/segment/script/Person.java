package io.onefold.segment.script;

import io.onefold.domain.Bucket;
import io.onefold.proto.type.v1.Event;
import io.onefold.segment.evaluation.EventFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A profile of the script, as it is at one version. */
public record Person(
        UUID id,
        String workspace,
        long version,
        boolean exists,
        Optional<UUID> resolvesTo,
        List<Happening> happenings) {
    /**
     * One event.
     *
     * @param whole all of it, when it is more than its name and total
     */
    public record Happening(
            UUID eventId, String name, Instant time, String total, Instant received, Optional<Event> whole) {
        public Happening(UUID eventId, String name, Instant time, String total) {
            this(eventId, name, time, total, time, Optional.empty());
        }

        public Happening(String name, Instant time, String total) {
            this(UUID.randomUUID(), name, time, total);
        }

        /** The same, but that it came at another instant than its own. */
        public Happening received(Instant at) {
            return new Happening(eventId, name, time, total, at, Optional.empty());
        }

        /** An event of any kind. */
        public static Happening of(EventFact fact, Instant received) {
            return new Happening(
                    fact.id(), fact.name(), fact.time(), "0", received, Optional.of(FactEvents.event(fact, received)));
        }

        Event event(String workspace) {
            return whole.map(event -> event.toBuilder().setWorkspace(workspace).build())
                    .orElseGet(() -> PersonCodec.event(workspace, this));
        }

        boolean isCreating() {
            return !whole.map(Event::getEnriching).orElse(false);
        }
    }

    public Person {
        happenings = List.copyOf(happenings);
    }

    static Person fresh(UUID id, String workspace) {
        return new Person(id, workspace, 0, false, Optional.empty(), List.of());
    }

    Person with(List<Happening> more) {
        List<Happening> all = new ArrayList<>(happenings);
        all.addAll(more);
        boolean exists = all.stream().anyMatch(Happening::isCreating);
        return new Person(id, workspace, version + 1, exists, Optional.empty(), all);
    }

    Person absorbedBy(UUID other) {
        return new Person(id, workspace, version + 1, false, Optional.of(other), List.of());
    }

    /** Nothing is left of it but its version. */
    Person erased() {
        return new Person(id, workspace, version + 1, false, Optional.empty(), List.of());
    }

    /** Without its events of a name. */
    Person without(String name) {
        List<Happening> rest =
                happenings.stream().filter(one -> !one.name().equals(name)).toList();
        boolean exists = rest.stream().anyMatch(Happening::isCreating);
        return new Person(id, workspace, version + 1, exists, Optional.empty(), rest);
    }

    int partition(int partitions) {
        return Bucket.of(id) / (Bucket.COUNT / partitions);
    }
}
