package io.onefold.activation.destination;

import io.onefold.kit.sql.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Whether destinations are in use at present. */
@ApplicationScoped
public class DestinationRunStore {
    private static final String BEGIN = """
            insert into destination_run (destination_id, definition)
            values ($1, $2)
            on conflict (destination_id) do update
            set definition = excluded.definition, disabled_because = null, not_before = '1970-01-01T00:00:00Z', failures = 0
            where destination_run.definition <> excluded.definition""";

    private static final String DISABLE = """
            update destination_run set disabled_because = $3 where destination_id = $1 and definition = $2""";

    private static final String IS_DISABLED = """
            select disabled_because is not null from destination_run where destination_id = $1 for share""";

    private static final String AWAY = """
            update destination_run
            set failures = failures + 1
            where destination_id = $1 and definition = $2
            returning failures""";

    private static final String LEAVE_ALONE = """
            update destination_run
            set not_before = greatest(not_before, $3)
            where destination_id = $1 and definition = $2""";

    private static final String ANSWERS = """
            update destination_run
            set failures = 0, not_before = '1970-01-01T00:00:00Z'
            where destination_id = $1 and definition = $2 and failures > 0""";

    /** One that is new is in use, and so is one whose definition changed; one that was switched off stays so. */
    public void begin(Transaction tx, Destination destination) {
        tx.execute(BEGIN, destination.id(), DestinationText.definitionId(destination));
    }

    /** Unless its definition has changed meanwhile: then it was another one that wants nothing more. */
    public void disable(Transaction tx, Destination destination, String why) {
        tx.execute(DISABLE, destination.id(), DestinationText.definitionId(destination), why);
    }

    /** It did not answer at all: how often in a row, from 1; 0 when its definition has changed meanwhile. */
    public int away(Transaction tx, Destination destination) {
        for (Row row : tx.query(AWAY, destination.id(), DestinationText.definitionId(destination))) {
            return row.getInteger(0);
        }
        return 0;
    }

    /** Nothing is tried there before the instant. */
    public void leaveAlone(Transaction tx, Destination destination, Instant until) {
        tx.execute(
                LEAVE_ALONE,
                destination.id(),
                DestinationText.definitionId(destination),
                until.atOffset(ZoneOffset.UTC));
    }

    /** Whatever it answers, it is there. */
    public void answers(Transaction tx, Destination destination) {
        tx.execute(ANSWERS, destination.id(), DestinationText.definitionId(destination));
    }

    /** Whether nothing may be sent there; cannot change before the transaction ends. */
    public boolean isDisabled(Transaction tx, UUID destination) {
        for (Row row : tx.query(IS_DISABLED, destination)) {
            return row.getBoolean(0);
        }
        return true;
    }
}
