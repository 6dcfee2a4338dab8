package io.onefold.profile.erasure;

import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells ingestion of all erasures once more, after its store was restored to a time when some may not have been asked for. */
@ApplicationScoped
public class Reminder {
    private static final Logger LOG = Logger.getLogger(Reminder.class);

    private final Database database;
    private final ErasureStore store;
    private final IngestionDoorClient door;

    Reminder(Database database, ErasureStore store, IngestionDoorClient door) {
        this.database = database;
        this.store = store;
        this.door = door;
    }

    /** Returns once all of them are in force again; those that ingestion remembers stay as they are. */
    public void remind() {
        List<Erasure> all = database.snapshot(store::all);
        all.forEach(door::eraseAgain);
        if (!all.isEmpty()) {
            LOG.infof("ingestion begins anew and was told of %d erasures", all.size());
        }
    }
}
