package io.onefold.profile.restore;

import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.sql.Database;
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
    /** Every lane finds that its cursors are lost; the claims need be returned once. */
    private final ReentrantLock once = new ReentrantLock();

    ClaimsReturn(Database database, CursorStore cursors, FilingStore filings, IngestionRestoreClient ingestion) {
        this.database = database;
        this.cursors = cursors;
        this.filings = filings;
        this.ingestion = ingestion;
    }

    /**
     * Returns once ingestion takes events in again.
     *
     * @param feed as whose reader this service knows how far it had come before
     */
    public void giveBack(String feed) {
        once.lock();
        try {
            IngestionRestoreClient.Standing standing = ingestion.standing();
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
        Map<Integer, CursorStore.Standing> before = database.snapshot(tx -> cursors.read(tx, feed));
        return before.entrySet().stream()
                .anyMatch(one -> one.getValue().cursor().epoch() == standing.epoch()
                        || one.getValue().cursor().position()
                                > standing.beganAt().getOrDefault(one.getKey(), 0L));
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
