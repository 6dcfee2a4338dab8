package io.onefold.activation.destination;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The destinations of all workspaces: those of the file, and those that it no longer names. Plain SQL, for they change in one transaction with what runs them. */
@ApplicationScoped
public class DestinationStore {
    private static final Logger LOG = Logger.getLogger(DestinationStore.class);

    private static final String ALL = "select id, workspace, name, definition from destination";

    private static final String WRITE = """
            insert into destination (id, workspace, name, definition, update_time)
            values ($1, $2, $3, $4, $5)
            on conflict (id) do update set definition = excluded.definition, update_time = excluded.update_time""";

    /** One that cannot be read, such as one that a newer version wrote, is left out: what is for it waits. */
    public Map<UUID, Destination> all(Transaction tx) {
        Map<UUID, Destination> all = new HashMap<>();
        for (Row row : tx.query(ALL)) {
            try {
                all.put(row.getUUID(0), DestinationText.readStored(row.getString(3)));
            } catch (IllegalArgumentException | IllegalStateException unreadable) {
                LOG.errorf(
                        "destination %s of workspace %s is left out, its row cannot be read: %s",
                        row.getString(2), row.getString(1), unreadable.getMessage());
            }
        }
        return all;
    }

    public void write(Transaction tx, Destination destination, Instant now) {
        tx.execute(
                WRITE,
                destination.id(),
                destination.workspace(),
                destination.name(),
                DestinationText.write(destination),
                now.atOffset(ZoneOffset.UTC));
    }
}
