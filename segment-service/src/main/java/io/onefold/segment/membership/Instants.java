package io.onefold.segment.membership;

import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.sql.Database;
import io.onefold.segment.profiles.ProfilesUpstream;
import jakarta.enterprise.context.ApplicationScoped;

/** Where the clocks stand now: the instants at which profiles are evaluated. */
@ApplicationScoped
public class Instants {
    private final Database database;
    private final CursorStore cursors;
    private final Partitions partitions;

    Instants(Database database, CursorStore cursors, FeedConfig config) {
        this.database = database;
        this.cursors = cursors;
        this.partitions = new Partitions(config.partitions());
    }

    public Clocks read() {
        return database.snapshot(tx -> new Clocks(partitions, cursors.ticks(tx, ProfilesUpstream.FEED)));
    }
}
