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
        long[] all = Arrays.copyOf(a.sorted, a.sorted.length + b.sorted.length);
        System.arraycopy(b.sorted, 0, all, a.sorted.length, b.sorted.length);
        return of(all);
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
