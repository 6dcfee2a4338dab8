package io.onefold.activation.guard;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.contact.ProfilesUpstream;
import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Whether the contacts are near enough to the head of the feed of profiles for anything to be sent. */
@ApplicationScoped
public class Freshness {
    private static final String REAL_TIME = "";

    private final CursorStore cursors;
    private final FeedConfig feeds;
    private final ActivationConfig config;

    Freshness(CursorStore cursors, FeedConfig feeds, ActivationConfig config) {
        this.cursors = cursors;
        this.feeds = feeds;
        this.config = config;
    }

    public boolean isBehind(Transaction tx, Instant now) {
        Instant clock =
                cursors.clocks(tx, ProfilesUpstream.FEED, feeds.partitions()).get(REAL_TIME);
        return Optional.ofNullable(clock)
                .filter(at -> !at.plus(config.maxLag()).isBefore(now))
                .isEmpty();
    }
}
