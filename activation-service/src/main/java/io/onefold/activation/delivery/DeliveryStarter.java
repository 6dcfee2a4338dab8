package io.onefold.activation.delivery;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.membership.Entry;
import io.onefold.activation.membership.EntryReaction;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Each entry or exit that starts a campaign becomes a delivery. */
@ApplicationScoped
class DeliveryStarter implements EntryReaction {
    private final Campaigns campaigns;
    private final DeliveryStore store;

    DeliveryStarter(Campaigns campaigns, DeliveryStore store) {
        this.campaigns = campaigns;
        this.store = store;
    }

    @Override
    public void apply(Transaction tx, List<Entry> entries, Instant now) {
        List<NewDelivery> deliveries = entries.stream().flatMap(this::started).toList();
        if (!deliveries.isEmpty()) {
            store.create(tx, deliveries, now);
        }
    }

    private Stream<NewDelivery> started(Entry entry) {
        if (entry.correction()) {
            return Stream.empty();
        }
        return campaigns.all().stream()
                .filter(campaign ->
                        campaign.startsOn(entry.audience(), entry.workspace(), entry.entered(), entry.cause()))
                .map((Campaign campaign) -> new NewDelivery(
                        entry, campaign.id(), campaign.destination().type()));
    }
}
