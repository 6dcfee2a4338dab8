package io.onefold.segment.live;

import io.onefold.kit.feed.LaneFailure;
import io.onefold.segment.membership.DueProfiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Sets profiles aside whose timers cannot be looked at: soon they are looked at again, then with longer and longer pauses. */
@ApplicationScoped
class TimerPauses {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** A second, doubled so often, is beyond the longest pause. */
    private static final int MOST_DOUBLINGS = 10;

    private final DueProfiles due;

    TimerPauses(DueProfiles due) {
        this.due = due;
    }

    /** How long to wait after so many attempts. */
    static Duration after(int attempts) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /** One that fails. */
    void setAside(DueProfiles.Due one, int attempts, Throwable failure) {
        Instant now = Instant.now();
        due.setAside(
                one, new DueProfiles.Failure(LaneFailure.reason(failure), attempts, now, now.plus(after(attempts))));
    }

    /** One of which nothing is due where the clock stands. */
    void waitForClock(DueProfiles.Aside aside) {
        due.waitForClock(aside, Instant.now().plus(after(aside.attempts() + 1)));
    }
}
