package io.onefold.activation.contact;

import io.onefold.kit.feed.FeedConsumer;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Reads the feed of profiles for as long as the service runs. */
@ApplicationScoped
class ContactConsumer {
    private final FeedConsumer<WatchProfilesResponse, ContactChange> consumer;

    ContactConsumer(ProfilesUpstream upstream, ContactEffect effect, FeedConsumer.Parts parts) {
        this.consumer = new FeedConsumer<>(upstream, effect, parts);
    }

    void start(@Observes StartupEvent start) {
        consumer.start();
    }

    void stop(@Observes ShutdownEvent stop) {
        consumer.stop();
    }
}
