package io.onefold.activation.campaign;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Whether campaigns send at present. */
@ApplicationScoped
public class CampaignRunStore {
    private static final String BEGIN = """
            insert into campaign_run (campaign_id, running)
            values ($1, true)
            on conflict (campaign_id) do nothing""";

    private static final String IS_RUNNING = "select running from campaign_run where campaign_id = $1 for share";

    /** A campaign that is new runs; one that was paused stays so. */
    void begin(Transaction tx, UUID campaign) {
        tx.execute(BEGIN, campaign);
    }

    /** Whether the campaign sends; cannot change before the transaction ends. */
    public boolean isRunning(Transaction tx, UUID campaign) {
        for (Row row : tx.query(IS_RUNNING, campaign)) {
            return row.getBoolean(0);
        }
        return false;
    }
}
