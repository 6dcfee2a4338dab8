package io.onefold.activation.campaign;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalInt;
import java.util.UUID;

/** Whether campaigns send at present, and how far lists have been filled. */
@ApplicationScoped
public class CampaignRunStore {
    private static final String BEGIN = """
            insert into campaign_run (campaign_id, destination_id, kind, running)
            values ($1, $2, $3, true)
            on conflict (campaign_id) do update set destination_id = excluded.destination_id, kind = excluded.kind""";

    private static final String IS_RUNNING = "select running from campaign_run where campaign_id = $1 for share";

    private static final String FILL_ANEW = "update campaign_run set next_bucket = 0 where campaign_id = $1";

    private static final String FILL_ALL_ANEW =
            "update campaign_run set next_bucket = 0 where kind = 'ad_audience_file'";

    private static final String FILLING = """
            select next_bucket
            from campaign_run
            where campaign_id = $1 and next_bucket < 1024
            for no key update skip locked""";

    private static final String FILLED = "update campaign_run set next_bucket = $2 where campaign_id = $1";

    /** A campaign that is new runs; one that was paused stays so. */
    void begin(Transaction tx, Campaign campaign) {
        tx.execute(
                BEGIN,
                campaign.id(),
                campaign.destination().id(),
                campaign.destination().type());
    }

    /** Whether the campaign sends; cannot change before the transaction ends. */
    public boolean isRunning(Transaction tx, UUID campaign) {
        for (Row row : tx.query(IS_RUNNING, campaign)) {
            return row.getBoolean(0);
        }
        return false;
    }

    /** The list looks again at every member of its audience. */
    void fillAnew(Transaction tx, UUID campaign) {
        tx.execute(FILL_ANEW, campaign);
    }

    void fillAllAnew(Transaction tx) {
        tx.execute(FILL_ALL_ANEW);
    }

    /** From which bucket on a list is not filled; empty: it is, or somebody else is at it. */
    public OptionalInt filling(Transaction tx, UUID campaign) {
        for (Row row : tx.query(FILLING, campaign)) {
            return OptionalInt.of(row.getShort(0));
        }
        return OptionalInt.empty();
    }

    public void filled(Transaction tx, UUID campaign, int nextBucket) {
        tx.execute(FILLED, campaign, (short) nextBucket);
    }
}
