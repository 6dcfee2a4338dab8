package io.onefold.segment.live;

import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.feed.LaneFailure;
import io.onefold.kit.feed.Partitions;
import io.onefold.segment.audience.Catalogs;
import io.onefold.segment.membership.Clocks;
import io.onefold.segment.membership.DueProfiles;
import io.onefold.segment.membership.Instants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Changes membership when time alone does. A tick in a partition says that everything before it has come; so whatever of the partition's
 * profiles is due by it is evaluated then, each change at its own instant, and committed before the tick counts as read. Whoever stops in
 * the middle finds the rest still due.
 */
@ApplicationScoped
public class Timers {
    private static final Logger LOG = Logger.getLogger(Timers.class);
    private static final int CHUNK = 500;
    private static final int MOST_ATTEMPTS = 10;

    private final Catalogs catalogs;
    private final Instants instants;
    private final DueProfiles due;
    private final DueEvaluation evaluation;
    private final TimerPauses pauses;
    private final Partitions partitions;

    Timers(
            Catalogs catalogs,
            Instants instants,
            DueProfiles due,
            DueEvaluation evaluation,
            TimerPauses pauses,
            FeedConfig config) {
        this.catalogs = catalogs;
        this.instants = instants;
        this.due = due;
        this.evaluation = evaluation;
        this.pauses = pauses;
        this.partitions = new Partitions(config.partitions());
    }

    /**
     * Fires what the ticks make due.
     *
     * @param clocks with the ticks
     * @param own by profile the audiences that the batch of these ticks evaluates itself, up to the ticks: what is due of them is told with
     *     what it changes, in one order and once
     */
    void fire(Ticks ticks, Clocks clocks, Map<UUID, Set<UUID>> own) {
        if (ticks.isEmpty()) {
            return;
        }
        Set<String> workspaces = catalogs.workspaces();
        ticks.together()
                .forEach((tick, some) -> fire(clocks.drivenBy(tick.clock(), workspaces), tick.time(), some, own));
    }

    /**
     * Fires what is due where a workspace's clock stands already. Who sets timers without reading the feed, from clocks that move meanwhile,
     * calls this after it: a clock may stand still for ever, and no tick would come that finds them.
     */
    public void catchUp(String workspace) {
        instants.read()
                .standing(workspace)
                .forEach((time, some) -> again(() -> fire(Set.of(workspace), time, some, Map.of())));
    }

    private static void again(Runnable work) {
        for (int attempt = 1; ; attempt++) {
            try {
                work.run();
                return;
            } catch (FeedEffect.Again changed) {
                if (attempt == MOST_ATTEMPTS) {
                    throw changed;
                }
            }
        }
    }

    private void fire(Set<String> workspaces, Instant time, Set<Integer> some, Map<UUID, Set<UUID>> own) {
        DueProfiles.Range range = new DueProfiles.Range(workspaces, time, partitions, some);
        List<DueProfiles.Due> chunk = due.next(range, DueProfiles.Place.BEGINNING, CHUNK);
        while (!chunk.isEmpty()) {
            List<DueProfiles.Due> others = chunk.stream()
                    .flatMap(one -> one.without(own.getOrDefault(one.profileId(), Set.of())).stream())
                    .toList();
            if (!others.isEmpty()) {
                evaluate(others, time);
            }
            // Onwards, whatever became of these: what stays due is looked at with the next tick.
            chunk = chunk.size() < CHUNK
                    ? List.of()
                    : due.next(range, chunk.get(chunk.size() - 1).place(), CHUNK);
        }
    }

    private void evaluate(List<DueProfiles.Due> chunk, Instant time) {
        try {
            evaluation.evaluate(chunk, time);
        } catch (RuntimeException | Error failure) {
            if (LaneFailure.isAway(failure)) {
                throw failure;
            }
            LOG.warnf(failure, "%d profiles are looked at one by one to find the one that fails", chunk.size());
            chunk.forEach(one -> evaluateOrSetAside(one, time));
        }
    }

    private void evaluateOrSetAside(DueProfiles.Due one, Instant time) {
        try {
            evaluation.evaluate(List.of(one), time);
        } catch (RuntimeException | Error failure) {
            if (LaneFailure.isAway(failure)) {
                throw failure;
            }
            LOG.errorf(
                    failure, "the timer of profile %s, due at %s, is set aside for now", one.profileId(), one.dueAt());
            pauses.setAside(one, 1, failure);
        }
    }
}
