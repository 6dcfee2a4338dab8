package io.onefold.activation.membership;

import io.onefold.kit.feed.ClockRelay;
import io.onefold.kit.feed.CursorStore;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedConsumer;
import io.onefold.kit.feed.FeedMetrics;
import io.onefold.kit.feed.Leases;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.sql.Database;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Reads the feed of memberships for as long as the service runs. */
@ApplicationScoped
class EntryConsumer {
    private final FeedConsumer<WatchMembershipsResponse, Entry> consumer;

    EntryConsumer(
            MembershipsUpstream upstream,
            EntryEffect effect,
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
