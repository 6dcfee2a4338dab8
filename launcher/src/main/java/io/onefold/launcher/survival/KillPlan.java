package io.onefold.launcher.survival;

/**
 * After how many rows which kill is due: at even distances over an import.
 *
 * @param rounds how often each victim is killed
 * @param victims how many there are
 * @param rows of the whole import
 */
record KillPlan(int rounds, int victims, int rows) {

    /** Before the first kill, and after the last one. */
    private static final int MORE_STEPS = 2;

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
        return (int) ((long) rows * (kill + 1) / (kills() + MORE_STEPS));
    }

    /**
     * How many rows may be sent before everything has come back from that kill: half a step more. So each kill hits an import that goes on, which
     * goes on for a while against what is away; and the kills stay as far from each other as they are to.
     */
    int limit(int kill) {
        return due(kill) + Math.max(1, (due(kill + 1) - due(kill)) / 2);
    }
}
