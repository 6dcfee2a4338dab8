package io.onefold.activation.contact;

import io.onefold.kit.feed.ClockRelay;
import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedConsumer;
import io.onefold.kit.feed.FeedMetrics;
import io.onefold.kit.feed.Leases;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.sql.Database;
import io.onefold.proto.profile.v1.WatchProfilesResponse;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Reads the feed of profiles for as long as the service runs. */
@ApplicationScoped
class ContactConsumer {
    private final FeedConsumer<WatchProfilesResponse, ContactChange> consumer;

    ContactConsumer(
            ProfilesUpstream upstream,
            ContactEffect effect,
            Database database,
            CursorStore cursors,
            Leases leases,
            Wakeups wakeups,
            ClockRelay relay,
            FeedConfig config,
            FeedMetrics metrics) {
        this.consumer = new FeedConsumer<>(
                upstream, effect, new FeedConsumer.Parts(database, cursors, leases, wakeups, relay, config, metrics));
    }

    void start(@Observes StartupEvent start) {
        consumer.start();
    }

    void stop(@Observes ShutdownEvent stop) {
        consumer.stop();
    }
}
