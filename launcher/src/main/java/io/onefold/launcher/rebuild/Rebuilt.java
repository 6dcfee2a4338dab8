package io.onefold.launcher.rebuild;

import io.onefold.launcher.running.ServiceKind;

/**
 * What came of deriving a service's projections anew.
 *
 * @param before the state hash before anything was corrected
 * @param after the state hash afterwards
 * @param rows how many rows were derived anew
 * @param corrected how many of these differed
 */
public record Rebuilt(ServiceKind service, String before, String after, long rows, long corrected) {
    private static final int SHOWN = 16;

    /** Nothing was wrong, and nothing happened meanwhile. */
    public boolean isSame() {
        return corrected == 0 && before.equals(after);
    }

    @Override
    public String toString() {
        String happened = corrected == 0 && !before.equals(after) ? "; the rest happened meanwhile" : "";
        return "%-10s state hash %s -> %s, %,d of %,d rows were corrected%s"
                .formatted(service.shortName(), shown(before), shown(after), corrected, rows, happened);
    }

    private static String shown(String hash) {
        return hash.substring(0, Math.min(SHOWN, hash.length()));
    }
}
