package io.onefold.segment.preview;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;

/** Counts ids and keeps the smallest of them, in the order of their text and of PostgreSQL. */
final class Sample {
    /** As unsigned bytes: {@link UUID#compareTo} takes them for signed. */
    private static final Comparator<UUID> BY_TEXT = (one, other) -> {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    };

    private final int most;
    /** The largest of the smallest stands first: the one to go. */
    private final PriorityQueue<UUID> smallest = new PriorityQueue<>(BY_TEXT.reversed());

    private long size;

    Sample(int most) {
        this.most = most;
    }

    void add(UUID id) {
        size++;
        smallest.add(id);
        if (smallest.size() > most) {
            smallest.remove();
        }
    }

    long size() {
        return size;
    }

    List<UUID> smallest() {
        return smallest.stream().sorted(BY_TEXT).toList();
    }
}
