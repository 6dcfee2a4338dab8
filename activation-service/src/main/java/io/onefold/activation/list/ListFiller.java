package io.onefold.activation.list;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.CampaignRunStore;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A list that is new, or wants other people than before, looks at the members that its audience has already: a range of buckets after
 * the other, each in a transaction, and what is done is kept.
 */
@ApplicationScoped
class ListFiller {
    private static final int AT_ONCE = 64;

    private final Database database;
    private final CampaignRunStore runs;
    private final ListEntryStore entries;

    ListFiller(Database database, CampaignRunStore runs, ListEntryStore entries) {
        this.database = database;
        this.runs = runs;
        this.entries = entries;
    }

    /** Fills one range of a list; false: nothing is left to fill, or another replica is at it. */
    boolean fillSome(Campaign list) {
        return database.transaction(tx -> fillSome(tx, list));
    }

    private boolean fillSome(Transaction tx, Campaign list) {
        OptionalInt from = runs.filling(tx, list.id());
        if (from.isEmpty()) {
            return false;
        }
        int next = Math.min(from.getAsInt() + AT_ONCE, Bucket.COUNT);
        entries.markMembers(
                tx,
                list.workspace(),
                list.audience(),
                list.id(),
                (short) from.getAsInt(),
                (short) (next - 1),
                Instant.now());
        runs.filled(tx, list.id(), next);
        return true;
    }
}
