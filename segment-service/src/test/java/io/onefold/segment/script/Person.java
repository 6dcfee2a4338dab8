package io.onefold.segment.script;

import io.onefold.domain.Bucket;
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
    /** One event. */
    public record Happening(UUID eventId, String name, Instant time, String total, Instant received) {
        public Happening(UUID eventId, String name, Instant time, String total) {
            this(eventId, name, time, total, time);
        }

        public Happening(String name, Instant time, String total) {
            this(UUID.randomUUID(), name, time, total);
        }

        /** The same, but that it came at another instant than its own. */
        public Happening received(Instant at) {
            return new Happening(eventId, name, time, total, at);
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
        return new Person(id, workspace, version + 1, true, Optional.empty(), all);
    }

    Person absorbedBy(UUID other) {
        return new Person(id, workspace, version + 1, false, Optional.of(other), List.of());
    }

    int partition(int partitions) {
        return Bucket.of(id) / (Bucket.COUNT / partitions);
    }
}
