package io.onefold.profile.erasure;

import io.onefold.kit.error.Failures;
import io.onefold.profile.view.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** When a person asked to be erased, by the clock of the workspace's events. */
final class RequestTime {
    /** Clocks differ a little. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private RequestTime() {}

    /**
     * What was stated, or the present: of a workspace that replays history where its clock stands, else the real one. The clock that came down
     * the log may be hours behind it, and consent that was given within them was given before.
     */
    static Instant of(String workspace, Optional<Instant> stated, Clocks.Present clocks, Instant now) {
        Instant clock = clocks.of(workspace).orElse(now);
        Instant latest = clock.isAfter(now) ? clock : now;
        if (stated.filter(time -> time.isAfter(latest.plus(TOLERANCE))).isPresent()) {
            throw Failures.invalidField("request_time", "must not be in the future");
        }
        return stated.orElse(clocks.replays(workspace) ? clock : latest).truncatedTo(ChronoUnit.MICROS);
    }
}
