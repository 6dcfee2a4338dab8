package io.onefold.segment.live;

import io.onefold.kit.feed.LaneFailure;
import io.onefold.segment.membership.Clocks;
import io.onefold.segment.membership.DueProfiles;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.profiles.KnownFacts;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks again at profiles whose timers were set aside: soon, then with longer and longer pauses, for as long as it takes. What was due
 * meanwhile is published at its own instant, so nothing is lost by what cannot be looked at for a while, such as the profiles of a
 * profile-service that was restored to an earlier point and has not caught up.
 */
@ApplicationScoped
class TimerRetries {
    private static final Logger LOG = Logger.getLogger(TimerRetries.class);
    private static final int CHUNK = 100;
    private static final long LOOK_MILLIS = 1000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    /** A second, doubled so often, is beyond the longest pause. */
    private static final int MOST_DOUBLINGS = 10;

    private final DueProfiles due;
    private final DueEvaluation evaluation;
    private final Instants instants;
    private final KnownFacts facts;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "timer-retries");
        made.setDaemon(true);
        return made;
    });

    TimerRetries(DueProfiles due, DueEvaluation evaluation, Instants instants, KnownFacts facts) {
        this.due = due;
        this.evaluation = evaluation;
        this.instants = instants;
        this.facts = facts;
    }

    void start(@Observes StartupEvent start) {
        var unused = thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stop) {
        thread.shutdownNow();
    }

    /** How long to wait after so many attempts. */
    static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** One that fails: it is set aside until the next attempt. */
    void setAside(DueProfiles.Due one, int attempts, Throwable failure) {
        Instant now = Instant.now();
        due.setAside(
                one, new DueProfiles.Failure(LaneFailure.reason(failure), attempts, now, now.plus(pause(attempts))));
    }

    private void look() {
        try {
            sweep();
        } catch (RuntimeException | Error away) {
            if (!thread.isShutdown()) {
                LOG.warnf(away, "timers that were set aside cannot be looked at; looking again in %d ms", LOOK_MILLIS);
            }
        }
    }

    /** Looks at all whose pause is over; stops when somebody that is needed is away. */
    synchronized void sweep() {
        List<DueProfiles.Aside> some;
        do {
            Clocks clocks = instants.read();
            // Who fails gets another pause and is not among the next ones.
            some = due.aside(Instant.now(), clocks::of, CHUNK);
            long failed = some.stream().filter(one -> !retry(one, clocks)).count();
            if (failed > 0) {
                LOG.warnf("%d of %d timers that were set aside failed again", failed, some.size());
            }
        } while (some.size() == CHUNK);
    }

    private boolean retry(DueProfiles.Aside aside, Clocks clocks) {
        DueProfiles.Due one = aside.due();
        try {
            if (!one.audiences().isEmpty()) {
                facts.forget(List.of(one.profileId()));
                evaluation.evaluate(List.of(one), clocks.of(one.workspace(), one.profileId()));
            }
        } catch (RuntimeException | Error failure) {
            if (LaneFailure.isAway(failure)) {
                throw failure;
            }
            setAside(one, aside.attempts() + 1, failure);
            return false;
        }
        due.takeBack(aside);
        return true;
    }
}
