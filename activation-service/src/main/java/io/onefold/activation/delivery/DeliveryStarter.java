package io.onefold.activation.delivery;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.campaign.Catalogue;
import io.onefold.activation.campaign.Place;
import io.onefold.activation.membership.Arrival;
import io.onefold.activation.membership.Entry;
import io.onefold.activation.membership.EntryReaction;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Each entry or exit that starts a campaign becomes a delivery, unless it is read again or was before the campaign. */
@ApplicationScoped
class DeliveryStarter implements EntryReaction {
    private final Campaigns campaigns;
    private final DeliveryStore store;

    DeliveryStarter(Campaigns campaigns, DeliveryStore store) {
        this.campaigns = campaigns;
        this.store = store;
    }

    @Override
    public void apply(Transaction tx, List<Arrival> arrivals, Instant now) {
        Catalogue catalogue = campaigns.holding(tx);
        List<NewDelivery> deliveries = arrivals.stream()
                .flatMap(arrival -> started(catalogue, arrival))
                .toList();
        if (!deliveries.isEmpty()) {
            store.create(tx, deliveries, now);
        }
    }

    private static Stream<NewDelivery> started(Catalogue catalogue, Arrival arrival) {
        Entry entry = arrival.entry();
        if (entry.correction() || !arrival.news() || arrival.place().isEmpty()) {
            return Stream.empty();
        }
        Place place = arrival.place().get();
        return catalogue.all().stream()
                .filter(campaign ->
                        campaign.startsOn(entry.audience(), entry.workspace(), entry.entered(), entry.cause()))
                .filter(campaign -> !catalogue.beginning(campaign).isBehind(place))
                .map((Campaign campaign) -> new NewDelivery(
                        entry, campaign.id(), campaign.destination().type()));
    }
}
