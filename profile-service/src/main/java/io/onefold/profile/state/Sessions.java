package io.onefold.profile.state;

import java.util.Arrays;

/** A set of sessions, each as a 64-bit hash of its id: two of a million sessions look alike once in 37 million such sets. */
public final class Sessions {
    static final Sessions NONE = new Sessions(new long[0]);

    private final long[] sorted;

    private Sessions(long[] sorted) {
        this.sorted = sorted;
    }

    static Sessions of(long... hashes) {
        return hashes.length == 0
                ? NONE
                : new Sessions(Arrays.stream(hashes).sorted().distinct().toArray());
    }

    static Sessions union(Sessions a, Sessions b) {
        if (a.sorted.length == 0) {
            return b;
        }
        if (b.sorted.length == 0) {
            return a;
        }
        long[] all = new long[a.sorted.length + b.sorted.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < a.sorted.length || j < b.sorted.length) {
            boolean fromA = j == b.sorted.length || (i < a.sorted.length && a.sorted[i] <= b.sorted[j]);
            long next = fromA ? a.sorted[i++] : b.sorted[j++];
            if (size == 0 || all[size - 1] != next) {
                all[size++] = next;
            }
        }
        return new Sessions(size == all.length ? all : Arrays.copyOf(all, size));
    }

    public int count() {
        return sorted.length;
    }

    long[] hashes() {
        return sorted;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sessions sessions && Arrays.equals(sorted, sessions.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return "Sessions" + Arrays.toString(sorted);
    }
}
