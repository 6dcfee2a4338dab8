package io.onefold.profile.filing;

import io.onefold.kit.feed.FeedConsumer;
import io.onefold.kit.feed.FeedEpoch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Reads the feeds of events and of identities for as long as the service runs. */
@ApplicationScoped
public class FeedsClient {
    private final FeedEpoch epoch;
    private final EventsClient events;
    private final IdentitiesClient identities;
    private final Filing filing;
    private final IdentityCodec identityCodec;
    private final FeedConsumer.Parts parts;
    private List<FeedConsumer<?, ?>> consumers = List.of();

    FeedsClient(
            EventsClient events,
            IdentitiesClient identities,
            Filing filing,
            IdentityCodec identityCodec,
            FeedEpoch epoch,
            FeedConsumer.Parts parts) {
        this.events = events;
        this.identities = identities;
        this.filing = filing;
        this.identityCodec = identityCodec;
        this.epoch = epoch;
        this.parts = parts;
    }

    void start(@Observes StartupEvent event) {
        // Asked here once: it opens a transaction of its own, which must not happen inside another one.
        epoch.present();
        consumers = open();
        consumers.forEach(FeedConsumer::start);
    }

    /** A set of consumers, one per feed, not yet started. */
    public List<FeedConsumer<?, ?>> open() {
        return List.of(
                new FeedConsumer<>(events, filing.ofEvents(PassageCodec::passages), parts),
                new FeedConsumer<>(identities, filing.ofIdentities(identityCodec::read), parts));
    }

    void stop(@Observes ShutdownEvent event) {
        consumers.forEach(FeedConsumer::stop);
    }
}
