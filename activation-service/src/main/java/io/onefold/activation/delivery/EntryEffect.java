package io.onefold.activation.delivery;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedEffect;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Each entry that starts a campaign becomes a delivery, in the transaction that moves the cursors. */
@ApplicationScoped
class EntryEffect implements FeedEffect<Entry> {
    private final Campaigns campaigns;
    private final DeliveryStore store;

    EntryEffect(Campaigns campaigns, DeliveryStore store) {
        this.campaigns = campaigns;
        this.store = store;
    }

    @Override
    public Prepared prepare(List<FeedBatch<Entry>> batches) {
        List<DeliveryStore.NewDelivery> deliveries = batches.stream()
                .flatMap(FeedBatch::changes)
                .filter(Entry::entered)
                .flatMap(this::started)
                .toList();
        return tx -> {
            if (!deliveries.isEmpty()) {
                store.create(tx, deliveries, Instant.now());
            }
        };
    }

    private Stream<DeliveryStore.NewDelivery> started(Entry entry) {
        return campaigns.all().stream()
                .filter(campaign -> campaign.startsOn(entry.audience(), entry.workspace(), entry.cause()))
                .map(Campaign::id)
                .map(campaign -> new DeliveryStore.NewDelivery(entry, campaign));
    }
}
