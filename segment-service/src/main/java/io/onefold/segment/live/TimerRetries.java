package io.onefold.segment.live;

import io.onefold.kit.feed.LaneFailure;
import io.onefold.kit.work.Repeated;
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
import java.util.Set;
import java.util.TreeSet;
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
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CATCH_UP = Duration.ofMinutes(1);

    private final DueProfiles due;
    private final TimerPauses pauses;
    private final Timers timers;
    private final DueEvaluation evaluation;
    private final Instants instants;
    private final KnownFacts facts;
    /** Workspaces of which timers were set here. Kept until somebody has looked for what their clocks passed over meanwhile. */
    private final Set<String> touched = new TreeSet<>();

    private final Repeated looks = new Repeated("timer-retries");

    TimerRetries(
            DueProfiles due,
            TimerPauses pauses,
            Timers timers,
            DueEvaluation evaluation,
            Instants instants,
            KnownFacts facts) {
        this.due = due;
        this.pauses = pauses;
        this.timers = timers;
        this.evaluation = evaluation;
        this.instants = instants;
        this.facts = facts;
    }

    void start(@Observes StartupEvent start) {
        looks.every(LOOK, this::sweep, away -> LOG.warnf(away, "timers that were set aside cannot be looked at"));
        looks.every(
                CATCH_UP,
                this::catchUp,
                away -> LOG.warnf(away, "timers behind clocks that stand cannot be looked for"));
    }

    void stop(@Observes ShutdownEvent stop) {
        looks.close();
    }

    /**
     * Looks for what is due where the workspaces' own clocks stand. Whoever sets a timer and looks behind the clock afterwards sees no tick
     * that has looked for timers before and is committed only then; real time ticks again, but a clock of its own may stand for ever.
     */
    void catchUp() {
        instants.read().owners().forEach(timers::catchUp);
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
        // These were evaluated where the clocks stood before: a tick that came meanwhile did not find their timers.
        for (String workspace : Set.copyOf(touched)) {
            timers.catchUp(workspace);
            touched.remove(workspace);
        }
    }

    private boolean retry(DueProfiles.Aside aside, Clocks clocks) {
        DueProfiles.Due one = aside.due();
        if (one.audiences().isEmpty()) {
            pauses.waitForClock(aside);
            return true;
        }
        try {
            facts.forget(List.of(one.profileId()));
            touched.add(one.workspace());
            evaluation.evaluate(List.of(one), clocks.of(one.workspace(), one.profileId()));
        } catch (RuntimeException | Error failure) {
            if (LaneFailure.isAway(failure)) {
                throw failure;
            }
            pauses.setAside(one, aside.attempts() + 1, failure);
            return false;
        }
        due.takeBack(aside);
        return true;
    }
}
