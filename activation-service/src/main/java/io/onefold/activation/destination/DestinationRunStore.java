package io.onefold.activation.destination;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Whether destinations are in use at present. */
@ApplicationScoped
public class DestinationRunStore {
    private static final String BEGIN = """
            insert into destination_run (destination_id)
            values ($1)
            on conflict (destination_id) do nothing""";

    private static final String ENABLE = """
            update destination_run set disabled_because = null where destination_id = $1""";

    private static final String DISABLE = """
            update destination_run set disabled_because = $2 where destination_id = $1""";

    private static final String IS_DISABLED = """
            select disabled_because is not null from destination_run where destination_id = $1 for share""";

    /** One that is new is in use, and so is one whose definition changed; one that was switched off stays so. */
    void begin(Transaction tx, UUID destination, boolean changed) {
        tx.execute(BEGIN, destination);
        if (changed) {
            tx.execute(ENABLE, destination);
        }
    }

    public void disable(Transaction tx, UUID destination, String why) {
        tx.execute(DISABLE, destination, why);
    }

    /** Whether nothing may be sent there; cannot change before the transaction ends. */
    public boolean isDisabled(Transaction tx, UUID destination) {
        for (Row row : tx.query(IS_DISABLED, destination)) {
            return row.getBoolean(0);
        }
        // The mail server of the configuration has no row.
        return false;
    }
}
