package io.onefold.launcher.survival;

/**
 * After how many rows which kill is due: at even distances over an import.
 *
 * @param rounds how often each victim is killed
 * @param victims how many there are
 * @param rows of the whole import
 */
record KillPlan(int rounds, int victims, int rows) {

    /** After the last kill, one for everything to be back, one that is sent then. */
    private static final int STEPS_AFTER_THE_LAST = 3;

    KillPlan {
        if (rounds < 1 || victims < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "nothing to kill, or nothing to do meanwhile: %d, %d, %d".formatted(rounds, victims, rows));
        }
    }

    int kills() {
        return rounds * victims;
    }

    /** After how many rows the kill of that number is due, counted from 0. */
    int due(int kill) {
        return (int) ((long) rows * (kill + 1) / (kills() + STEPS_AFTER_THE_LAST));
    }

    /** How many rows may be sent while only so many kills are done: one step more, so that the import goes on meanwhile but does not run ahead. */
    int limit(int done) {
        return due(done + 1);
    }
}
