package io.onefold.launcher.importing;

import java.util.function.Consumer;

/** Says now and then how far a long work is, and how fast. */
final class RateMeter {
    private static final long EVERY_NANOS = 2_000_000_000L;

    private final String what;
    private final int total;
    private final Consumer<String> lines;
    private final long start = System.nanoTime();
    private long said = start;
    private int done;

    RateMeter(String what, int total, Consumer<String> lines) {
        this.what = what;
        this.total = total;
        this.lines = lines;
    }

    synchronized void add(int more) {
        done += more;
        long now = System.nanoTime();
        if (now - said >= EVERY_NANOS || done == total) {
            said = now;
            lines.accept(String.format("  %,d of %,d %s (%,.0f/s)", done, total, what, done / seconds()));
        }
    }

    double seconds() {
        return Math.max(1e-9, (System.nanoTime() - start) / 1e9);
    }
}
