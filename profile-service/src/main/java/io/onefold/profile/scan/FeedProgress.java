package io.onefold.profile.scan;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedLog;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;

/** Says what a token of a feed upstream is in the feed of profiles. */
@ApplicationScoped
public class FeedProgress {
    private static final String FEED = "profiles";

    private final Database database;
    private final Progress progress;
    private final FeedLog feed;
    private final FeedEpoch epoch;

    public FeedProgress(Database database, Progress progress, FeedLog feed, FeedEpoch epoch) {
        this.database = database;
        this.progress = progress;
        this.feed = feed;
        this.epoch = epoch;
    }

    /** Waits until what the token stands for is applied; what was applied is in the feed up to its heads of then. */
    public ConsistencyToken of(ConsistencyToken token) {
        progress.await(token, "events", "identities");
        return ConsistencyToken.of(FEED, epoch.present(), database.snapshot(feed::heads));
    }
}
