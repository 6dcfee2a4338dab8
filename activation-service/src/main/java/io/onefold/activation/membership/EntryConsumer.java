package io.onefold.activation.membership;

import io.onefold.kit.feed.FeedConsumer;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Reads the feed of memberships for as long as the service runs. */
@ApplicationScoped
class EntryConsumer {
    private final FeedConsumer<WatchMembershipsResponse, Entry> consumer;

    EntryConsumer(MembershipsUpstream upstream, EntryEffect effect, FeedConsumer.Parts parts) {
        this.consumer = new FeedConsumer<>(upstream, effect, parts);
    }

    void start(@Observes StartupEvent start) {
        consumer.start();
    }

    void stop(@Observes ShutdownEvent stop) {
        consumer.stop();
    }
}
