package io.onefold.segment.script;

import io.onefold.domain.Bucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A profile of the script, as it is at one version. */
public record Person(UUID id, long version, boolean exists, List<Happening> happenings) {
    /** One event. */
    public record Happening(String name, Instant time, String total) {}

    public Person {
        happenings = List.copyOf(happenings);
    }

    static Person unknown(UUID id) {
        return new Person(id, 0, true, List.of());
    }

    Person with(List<Happening> more) {
        List<Happening> all = new ArrayList<>(happenings);
        all.addAll(more);
        return new Person(id, version + 1, true, all);
    }

    Person gone() {
        return new Person(id, version + 1, false, List.of());
    }

    int partition(int partitions) {
        return Bucket.of(id) / (Bucket.COUNT / partitions);
    }
}
