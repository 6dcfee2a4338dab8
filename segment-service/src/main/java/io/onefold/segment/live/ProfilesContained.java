package io.onefold.segment.live;

import io.onefold.kit.feed.Contained;
import io.onefold.kit.feed.Progress;
import io.onefold.kit.sql.Transaction;
import io.onefold.segment.profiles.ProfilesUpstream;
import jakarta.enterprise.context.ApplicationScoped;

/** The feed of memberships contains what is applied of the feed of profiles. */
@ApplicationScoped
class ProfilesContained implements Contained {
    private final Progress progress;

    ProfilesContained(Progress progress) {
        this.progress = progress;
    }

    @Override
    public String in(Transaction tx) {
        return progress.contained(tx, ProfilesUpstream.FEED).encode();
    }
}
