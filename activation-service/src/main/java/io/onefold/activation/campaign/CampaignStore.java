package io.onefold.activation.campaign;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The rows of campaigns. Plain SQL, for they change in one transaction with what runs them. */
@ApplicationScoped
class CampaignStore {
    private static final String ALL = """
            select c.id, c.workspace, c.name, c.definition
            from campaign c
            join campaign_run r on r.campaign_id = c.id
            order by c.workspace, c.name""";

    private static final String WRITE = """
            insert into campaign (id, workspace, name, definition, update_time)
            values ($1, $2, $3, $4, $5)
            on conflict (id) do update set definition = excluded.definition, update_time = excluded.update_time""";

    /** A row as it stands. */
    record Stored(UUID id, String workspace, String name, String definition) {}

    List<Stored> all(Transaction tx) {
        List<Stored> all = new ArrayList<>();
        for (Row row : tx.query(ALL)) {
            all.add(new Stored(row.getUUID(0), row.getString(1), row.getString(2), row.getString(3)));
        }
        return all;
    }

    void write(Transaction tx, Campaign campaign, String definition, Instant now) {
        tx.execute(
                WRITE, campaign.id(), campaign.workspace(), campaign.key(), definition, now.atOffset(ZoneOffset.UTC));
    }
}
