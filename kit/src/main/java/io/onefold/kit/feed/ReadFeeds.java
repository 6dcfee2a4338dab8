package io.onefold.kit.feed;

import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether a feed was ever read, by this replica or another. */
@ApplicationScoped
public class ReadFeeds {
    private final Database database;
    private final CursorStore cursors;

    public ReadFeeds(Database database, CursorStore cursors) {
        this.database = database;
        this.cursors = cursors;
    }

    public boolean isBegun(String feed) {
        return !database.snapshot(tx -> cursors.read(tx, feed)).isEmpty();
    }
}
