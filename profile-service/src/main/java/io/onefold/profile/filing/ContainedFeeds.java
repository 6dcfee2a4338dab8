package io.onefold.profile.filing;

import io.onefold.kit.feed.Contained;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

/** What the feed of profiles contains of the feeds before it. */
@ApplicationScoped
class ContainedFeeds implements Contained {
    private final Progress progress;

    ContainedFeeds(Progress progress) {
        this.progress = progress;
    }

    @Override
    public String in(Transaction tx) {
        return progress.contained(tx, EventsClient.FEED, IdentitiesClient.FEED).encode();
    }
}
