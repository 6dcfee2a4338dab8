package io.onefold.profile.erasure;

import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Tells others of all erasures once more, after their store was restored to a time when some may not have been asked for. */
@ApplicationScoped
public class Reminder {
    private static final Logger LOG = Logger.getLogger(Reminder.class);

    private final Database database;
    private final ErasureStore store;
    private final IngestionDoorClient door;
    private final IdentityPersonClient identity;

    Reminder(Database database, ErasureStore store, IngestionDoorClient door, IdentityPersonClient identity) {
        this.database = database;
        this.store = store;
        this.door = door;
        this.identity = identity;
    }

    /** Returns once all of them are in force again; those that ingestion remembers stay as they are. */
    public void remindIngestion() {
        remind("ingestion", door::eraseAgain);
    }

    /** Returns once identity holds none of them any more. */
    public void remindIdentity() {
        remind("identity", identity::eraseAgain);
    }

    private void remind(String whom, Consumer<Erasure> told) {
        List<Erasure> all = database.snapshot(store::all);
        all.forEach(told);
        if (!all.isEmpty()) {
            LOG.infof("%s begins anew and was told of %d erasures", whom, all.size());
        }
    }
}
