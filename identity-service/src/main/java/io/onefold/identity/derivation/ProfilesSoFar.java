package io.onefold.identity.derivation;

/**
 * Records, by number, united step by step into profiles, and per profile one bit for each namespace that it holds a
 * value of. Bits are enough to find a conflict: a value that two profiles shared would have united them.
 */
final class ProfilesSoFar {

    private final int[] parent;
    private final long[] holds;

    ProfilesSoFar(int records) {
        parent = new int[records];
        holds = new long[records];
        for (int i = 0; i < records; i++) {
            parent[i] = i;
        }
    }

    private ProfilesSoFar(ProfilesSoFar other) {
        parent = other.parent.clone();
        holds = other.holds.clone();
    }

    ProfilesSoFar copy() {
        return new ProfilesSoFar(this);
    }

    /** The profile of a record: the number of one of its records, which stands for all of them. */
    int of(int record) {
        int at = record;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    void unite(int record, int other) {
        int a = of(record);
        int b = of(other);
        int first = Math.min(a, b);
        parent[Math.max(a, b)] = first;
        holds[first] = holds[a] | holds[b];
    }

    long holds(int profile) {
        return holds[profile];
    }

    void addHeld(int record, long namespace) {
        holds[of(record)] |= namespace;
    }
}
