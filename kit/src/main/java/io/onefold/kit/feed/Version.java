package io.onefold.kit.feed;

/**
 * Versions of rows that others derive from. A version is one number, the epoch in its upper bits and a count in its lower ones, so that
 * after a restore, when counts start lower again, new versions are still above every old one.
 */
public final class Version {
    private static final int COUNT_BITS = 36;

    private Version() {}

    /** The version that follows {@code last} in this epoch. */
    public static long after(long last, long epoch) {
        return Math.max(last + 1, epoch << COUNT_BITS);
    }
}
