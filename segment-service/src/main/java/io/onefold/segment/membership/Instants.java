package io.onefold.segment.membership;

import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.sql.Database;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.profiles.ProfilesUpstream;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The instants at which profiles are evaluated. */
@ApplicationScoped
public class Instants {
    /** The clock of every workspace that has none of its own. */
    public static final String REAL_TIME = "";

    private final Database database;
    private final CursorStore cursors;
    private final FeedConfig config;

    Instants(Database database, CursorStore cursors, FeedConfig config) {
        this.database = database;
        this.cursors = cursors;
        this.config = config;
    }

    /** The clocks that came down the feed of profiles, by workspace. */
    public record Clocks(Map<String, Instant> byWorkspace) {
        public Instant of(String workspace) {
            return byWorkspace.getOrDefault(workspace, byWorkspace.getOrDefault(REAL_TIME, Instant.EPOCH));
        }

        /**
         * The workspace's clock, or the profile's latest event if that is later: a change can arrive before the tick that passes it, and
         * then counts at once. Without either there is nothing that an instant could change.
         */
        public Instant instantFor(String workspace, Facts facts) {
            Instant clock = of(workspace);
            return facts.latest().filter(latest -> latest.isAfter(clock)).orElse(clock);
        }
    }

    /** The workspaces that do not live in real time. */
    public Set<String> clockOwners() {
        return database.snapshot(tx -> cursors.clockOwners(tx, ProfilesUpstream.FEED));
    }

    public Clocks read() {
        return database.snapshot(tx -> new Clocks(cursors.clocks(tx, ProfilesUpstream.FEED, config.partitions())));
    }
}
