package io.onefold.segment.live;

import io.onefold.kit.feed.FeedConsumer;
import io.onefold.kit.feed.FeedEpoch;
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

    LiveConsumer(ProfilesUpstream upstream, LiveEvaluation effect, FeedConsumer.Parts parts, FeedEpoch epoch) {
        this.consumer = new FeedConsumer<>(upstream, effect, parts);
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
