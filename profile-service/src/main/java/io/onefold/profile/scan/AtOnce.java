package io.onefold.profile.scan;

/** How many profiles are read by one statement: half as many when these have too many events, and more again when they have few. */
final class AtOnce {
    private int most = Integer.MAX_VALUE;
    private boolean halved;

    int most() {
        return most;
    }

    /** So many have more events than a statement reads. */
    void tooMany(int profiles) {
        most = Math.max(1, profiles / 2);
        halved = true;
    }

    /** So many were read. Twice as many are tried only when nothing was read in vain for these: mostly the next ones are alike. */
    void fitted(int profiles) {
        if (!halved && profiles >= most) {
            most = (int) Math.min(Integer.MAX_VALUE, 2L * most);
        }
        halved = false;
    }
}
