package io.onefold.profile.view;

import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Where each workspace's clock stands, as it came down the feed of events. */
@ApplicationScoped
public class Clocks {
    private static final String REAL_TIME = "";
    private static final String FEED = "events";

    private final CursorStore cursors;
    private final int partitions;

    public Clocks(CursorStore cursors, FeedConfig config) {
        this.cursors = cursors;
        this.partitions = config.partitions();
    }

    /** The clocks of one snapshot. */
    public record Present(Map<String, Instant> passed) {
        /** Whether a workspace lives on a clock of its own. */
        public boolean replays(String workspace) {
            return passed.containsKey(workspace);
        }

        /** A workspace's own clock if it lives on one, else real time; empty before the first tick. */
        public Optional<Instant> of(String workspace) {
            return Optional.ofNullable(passed.getOrDefault(workspace, passed.get(REAL_TIME)));
        }
    }

    public Present read(Transaction tx) {
        return new Present(cursors.clocks(tx, FEED, partitions));
    }
}
