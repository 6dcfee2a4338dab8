package io.onefold.segment.evaluation;

import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;

/** The instants at which something happened. Small, since those of a whole batch are kept until it is committed. */
public final class Happenings {
    private final long[] sorted;

    private Happenings(long[] sorted) {
        this.sorted = sorted;
    }

    static Happenings of(Stream<Instant> instants) {
        return new Happenings(instants.mapToLong(Micros::of).sorted().distinct().toArray());
    }

    public boolean at(Instant instant) {
        return Arrays.binarySearch(sorted, Micros.of(instant)) >= 0;
    }
}
