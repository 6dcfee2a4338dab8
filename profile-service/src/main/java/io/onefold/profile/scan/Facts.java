package io.onefold.profile.scan;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one profile at one version.
 *
 * @param selected in the order of the selectors
 * @param overflow whether a selector selects more than the limit
 */
public record Facts(
        UUID profileId, String workspace, long version, boolean exists, List<Selected> selected, boolean overflow) {
    /** The most events of one selector. */
    public static final int LIMIT = 10_000;

    /** What one selector selects, by event time, then event id. */
    public record Selected(String key, List<Fact> events) {}

    /** One event, with the property that was asked for when it is a number. */
    public record Fact(UUID eventId, Instant time, @Nullable BigDecimal value) {}

    /** Of a profile that is no more, or of which nothing is known. */
    static Facts none(UUID profileId, String workspace, long version) {
        return new Facts(profileId, workspace, version, false, List.of(), false);
    }
}
