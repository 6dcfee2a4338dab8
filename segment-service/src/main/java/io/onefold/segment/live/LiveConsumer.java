package io.onefold.segment.live;

import io.onefold.kit.feed.ClockRelay;
import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedConsumer;
import io.onefold.kit.feed.FeedEpoch;
import io.onefold.kit.feed.FeedMetrics;
import io.onefold.kit.feed.Leases;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.sql.Database;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.onefold.segment.profiles.ChangedProfile;
import io.onefold.segment.profiles.ProfilesUpstream;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Reads the feed of profiles for as long as the service runs. */
@ApplicationScoped
class LiveConsumer {
    private final FeedConsumer<WatchProfilesResponse, ChangedProfile> consumer;
    private final FeedEpoch epoch;

    LiveConsumer(
            ProfilesUpstream upstream,
            LiveEvaluation effect,
            Database database,
            CursorStore cursors,
            Leases leases,
            Wakeups wakeups,
            ClockRelay relay,
            FeedConfig config,
            FeedMetrics metrics,
            FeedEpoch epoch) {
        this.consumer = new FeedConsumer<>(
                upstream, effect, new FeedConsumer.Parts(database, cursors, leases, wakeups, relay, config, metrics));
        this.epoch = epoch;
    }

    void start(@Observes StartupEvent start) {
        // The heads of this service's own feed must stand before the first item is appended.
        long unused = epoch.present();
        consumer.start();
    }

    void stop(@Observes ShutdownEvent stop) {
        consumer.stop();
    }
}
