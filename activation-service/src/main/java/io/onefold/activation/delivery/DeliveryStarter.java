package io.onefold.activation.delivery;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.campaign.Catalogue;
import io.onefold.activation.membership.Arrival;
import io.onefold.activation.membership.Entry;
import io.onefold.activation.membership.EntryReaction;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Each entry or exit that starts a campaign becomes a delivery, unless it is read again or was before the campaign. */
@ApplicationScoped
class DeliveryStarter implements EntryReaction {
    /** Generous: what is wrongly taken for history is never sent. */
    private static final Duration BETWEEN_TICKS = Duration.ofMinutes(1);

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
        if (entry.correction() || !arrival.news()) {
            return Stream.empty();
        }
        return catalogue.all().stream()
                .filter(campaign ->
                        campaign.startsOn(entry.audience(), entry.workspace(), entry.entered(), entry.cause()))
                .filter(campaign -> !isHistory(arrival, catalogue.begun(campaign)))
                .map((Campaign campaign) -> new NewDelivery(
                        entry, campaign.id(), campaign.destination().type()));
    }

    /** Whether it was published before the campaign was there, as far as the ticks tell, of which there is one a second. */
    private static boolean isHistory(Arrival arrival, Instant begun) {
        return arrival.publishedAfter()
                .filter(tick -> tick.isBefore(begun.minus(BETWEEN_TICKS)))
                .isPresent();
    }
}
