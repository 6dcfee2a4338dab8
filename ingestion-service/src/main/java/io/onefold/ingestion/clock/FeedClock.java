package io.onefold.ingestion.clock;

import io.onefold.ingestion.IngestionConfig;
import io.onefold.ingestion.ledger.LedgerStore;
import io.onefold.kit.error.Failure;
import io.onefold.kit.error.Failures;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Ticks the clock into every partition of the feed. Whoever ticks holds all heads, so two replicas tick one after the other. */
@ApplicationScoped
public class FeedClock {
    private static final String FEED = "events";

    private final Database database;
    private final FeedLog log;
    private final FeedEpoch epoch;
    private final ClockStore clocks;
    private final LedgerStore ledger;
    private final IngestionConfig config;

    FeedClock(
            Database database,
            FeedLog log,
            FeedEpoch epoch,
            ClockStore clocks,
            LedgerStore ledger,
            IngestionConfig config) {
        this.database = database;
        this.log = log;
        this.epoch = epoch;
        this.clocks = clocks;
        this.ledger = ledger;
        this.config = config;
    }

    /** Where a workspace stands in time. */
    record Reading(boolean replay, Optional<Instant> time) {}

    /** Where the clock was moved, and what stands for it. */
    record Advance(Instant time, String consistencyToken) {}

    Reading read(String workspace) {
        return database.snapshot(tx -> {
            // The suite's own services have no workspace: they stand in real time.
            Optional<Instant> replay =
                    workspace.equals(ReceiveClock.REAL_TIME) ? Optional.empty() : clocks.lastTick(tx, workspace);
            return new Reading(replay.isPresent(), replay.or(() -> clocks.lastTick(tx, ReceiveClock.REAL_TIME)));
        });
    }

    /** Moves a workspace's replay clock; the first time puts the workspace on one, which it never leaves. */
    Advance advance(String workspace, Instant to) {
        long present = epoch.present();
        requireReplayable(workspace);
        Map<Integer, Long> positions = database.transaction(tx -> {
            lockHeads(tx);
            Optional<Instant> last = clocks.lastTick(tx, workspace);
            if (last.isEmpty()) {
                if (ledger.hasAccepted(tx, workspace)) {
                    throw replayRefused();
                }
            } else if (to.isBefore(last.get())) {
                throw Failures.clockBehind(last.get());
            } else if (to.equals(last.get())) {
                return log.heads(tx);
            }
            return tick(tx, workspace, to);
        });
        return new Advance(to, ConsistencyToken.of(FEED, present, positions).encode());
    }

    /**
     * The log says what has come so far, without holding up anybody; the ledger, which only counts and may have been dropped, says under the
     * locks what came since.
     */
    private void requireReplayable(String workspace) {
        boolean refused = database.snapshot(tx -> clocks.lastTick(tx, workspace).isEmpty()
                && (!config.replayAllowed() || clocks.hasEvents(tx, workspace)));
        if (refused) {
            throw replayRefused();
        }
    }

    private Failure replayRefused() {
        return Failures.replayRefused(
                config.replayAllowed()
                        ? "the workspace already has events in real time; use one without events"
                        : "replay clocks are switched off here (onefold.ingestion.replay-allowed)");
    }

    /** Ticks real time, unless somebody did so less than {@code unless} ago. */
    void tickRealTime(Duration unless) {
        long initialised = epoch.present();
        if (initialised > 0) {
            boolean unused = database.transaction(tx -> isDue(tx, unless) && tickLocked(tx, unless));
        }
    }

    /** Asked again under the locks: another replica may have ticked while this one waited for them. */
    private boolean tickLocked(Transaction tx, Duration unless) {
        lockHeads(tx);
        if (!isDue(tx, unless)) {
            return false;
        }
        Instant now = now();
        Instant reached = clocks.latest(tx, ReceiveClock.REAL_TIME).orElse(now);
        tick(tx, ReceiveClock.REAL_TIME, reached.isAfter(now) ? reached : now);
        return true;
    }

    private boolean isDue(Transaction tx, Duration unless) {
        return clocks.lastTick(tx, ReceiveClock.REAL_TIME)
                .map(last -> !last.plus(unless).isAfter(now()))
                .orElse(true);
    }

    private Map<Integer, Long> tick(Transaction tx, String workspace, Instant time) {
        Map<Integer, Long> positions = log.tick(tx, workspace, time);
        clocks.ticked(tx, workspace, time);
        return positions;
    }

    private void lockHeads(Transaction tx) {
        Map<Integer, Integer> none = new HashMap<>();
        log.partitions().all().forEach(partition -> none.put(partition, 0));
        log.reserve(tx, none);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
