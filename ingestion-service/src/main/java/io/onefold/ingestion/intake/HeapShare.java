package io.onefold.ingestion.intake;

import java.util.OptionalLong;

/** A limit of memory: as it was configured, or a share of the heap. */
public final class HeapShare {
    /** Two such limits, one of them for what is several times as large in memory, leave more than half of the heap to everything else. */
    private static final int SHARE = 8;

    private HeapShare() {}

    /** @param least what it must hold: refused when less was configured */
    public static long of(String property, OptionalLong configured, long least) {
        if (configured.isPresent() && configured.getAsLong() < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d, not %d".formatted(property, least, configured.getAsLong()));
        }
        return configured.orElse(Math.max(least, Runtime.getRuntime().maxMemory() / SHARE));
    }
}
