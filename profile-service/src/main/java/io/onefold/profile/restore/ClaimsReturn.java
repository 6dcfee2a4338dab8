package io.onefold.profile.restore;

import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.sql.Database;
import io.onefold.profile.erasure.Reminder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * After ingestion's store was restored to an earlier point: gives it back the claims of the events that stand in timelines here and are
 * not known there any more. Otherwise one that is sent again could be filed a second time, since its time and its record are fixed by
 * ingestion alone.
 */
@ApplicationScoped
public class ClaimsReturn {
    private static final Logger LOG = Logger.getLogger(ClaimsReturn.class);
    private static final int PIECE = 2000;

    private final Database database;
    private final CursorStore cursors;
    private final FilingStore filings;
    private final IngestionRestoreClient ingestion;
    private final Reminder erasures;
    /** Every lane finds that its cursors are lost, and for each partition; ingestion need be told once. */
    private final ReentrantLock once = new ReentrantLock();

    /** The epoch of ingestion's feed in which it was told of all erasures; guarded by the lock. */
    private long told;

    ClaimsReturn(
            Database database,
            CursorStore cursors,
            FilingStore filings,
            IngestionRestoreClient ingestion,
            Reminder erasures) {
        this.database = database;
        this.cursors = cursors;
        this.filings = filings;
        this.ingestion = ingestion;
        this.erasures = erasures;
    }

    /**
     * Tells it of all erasures, and returns once it takes events in again.
     *
     * @param feed as whose reader this service knows how far it had come before
     */
    public void giveBack(String feed) {
        once.lock();
        try {
            IngestionRestoreClient.Standing standing = ingestion.standing();
            if (standing.epoch() != told) {
                // First whom to refuse: ingestion takes events in again once it has its claims.
                erasures.remindIngestion();
                told = standing.epoch();
            }
            if (standing.awaiting()) {
                if (mayLack(standing, feed)) {
                    LOG.warnf("ingestion was restored and lacks events that were filed: returning their claims");
                    LOG.warnf("ingestion lacked %d events that stand in timelines; it names them", walk());
                }
                ingestion.end(standing.epoch());
            }
        } finally {
            once.unlock();
        }
    }

    /** Not when everything that was ever read is still in the log, as after a switch to a standby that had everything. */
    private boolean mayLack(IngestionRestoreClient.Standing standing, String feed) {
        Map<Integer, Long> highest = database.snapshot(tx -> cursors.highest(tx, feed));
        return standing.beganAt().entrySet().stream()
                .anyMatch(partition -> highest.getOrDefault(partition.getKey(), Long.MAX_VALUE) > partition.getValue());
    }

    private long walk() {
        long lost = 0;
        Filing last = Filing.BEFORE_ALL;
        List<Filing> piece;
        do {
            Filing from = last;
            piece = database.snapshot(tx -> filings.after(tx, from, PIECE));
            if (!piece.isEmpty()) {
                last = piece.get(piece.size() - 1);
                lost += giveBack(piece);
            }
        } while (piece.size() == PIECE);
        return lost;
    }

    private int giveBack(List<Filing> piece) {
        Set<UUID> unclaimed =
                ingestion.unclaimed(piece.stream().map(Filing::eventId).toList());
        List<Filing> lost = piece.stream()
                .filter(filing -> unclaimed.contains(filing.eventId()))
                .toList();
        return lost.isEmpty() ? 0 : ingestion.giveBack(database.snapshot(tx -> filings.payloads(tx, lost)));
    }
}
