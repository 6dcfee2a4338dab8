package io.onefold.profile.state;

import java.time.Instant;
import java.util.UUID;

/** When something was stated, and by which event. A total order over events, the same one that PostgreSQL sorts a timeline by. */
public record Stamp(Instant time, UUID eventId) implements Comparable<Stamp> {
    @Override
    public int compareTo(Stamp other) {
        int byTime = time.compareTo(other.time);
        return byTime != 0 ? byTime : compareIds(eventId, other.eventId);
    }

    /** Java compares the halves of a UUID as signed numbers, PostgreSQL compares bytes. */
    static int compareIds(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    static Stamp latest(Stamp a, Stamp b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
