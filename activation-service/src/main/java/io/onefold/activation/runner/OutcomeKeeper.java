package io.onefold.activation.runner;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.delivery.DeliveryStore;
import io.onefold.activation.delivery.Outcome;
import io.onefold.activation.destination.DestinationRunStore;
import io.onefold.activation.guard.Verdict;
import io.onefold.activation.suppression.Suppression;
import io.onefold.activation.suppression.SuppressionStore;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Keeps what came of an attempt, and what follows from it for later ones. */
@ApplicationScoped
class OutcomeKeeper {
    private static final Logger LOG = Logger.getLogger(OutcomeKeeper.class);

    private final DeliveryStore deliveries;
    private final SuppressionStore suppressions;
    private final DestinationRunStore destinations;

    OutcomeKeeper(DeliveryStore deliveries, SuppressionStore suppressions, DestinationRunStore destinations) {
        this.deliveries = deliveries;
        this.suppressions = suppressions;
        this.destinations = destinations;
    }

    void keep(Transaction tx, Delivery delivery, int number, Campaign campaign, Verdict.Send send, Outcome outcome) {
        Instant now = Instant.now();
        if (outcome instanceof Outcome.Sent) {
            deliveries.sent(tx, delivery, number, now);
        } else if (outcome instanceof Outcome.Refused refused) {
            deliveries.bury(tx, delivery, number, refused.why(), now);
        } else if (outcome instanceof Outcome.Bounced bounced) {
            String address = send.emails().get(0);
            suppressions.add(tx, campaign.workspace(), address, Suppression.BOUNCED, "delivery " + delivery.id(), now);
            deliveries.bury(tx, delivery, number, bounced.why(), now);
        } else if (outcome instanceof Outcome.Gone gone) {
            LOG.warnf(
                    "destination %s of workspace %s wants nothing more: %s",
                    campaign.destination().name(), campaign.workspace(), gone.why());
            destinations.disable(tx, campaign.destination().id(), gone.why() + " to delivery " + delivery.id());
            deliveries.bury(tx, delivery, number, gone.why(), now);
        } else if (outcome instanceof Outcome.Failed failed) {
            keepFailed(tx, delivery, number, campaign, failed, now);
        }
    }

    private void keepFailed(
            Transaction tx, Delivery delivery, int number, Campaign campaign, Outcome.Failed failed, Instant now) {
        if (number >= campaign.maxAttempts()) {
            deliveries.bury(tx, delivery, number, failed.why(), now);
            return;
        }
        Duration own =
                campaign.backoff().after(number, ThreadLocalRandom.current().nextDouble());
        Duration pause =
                failed.pause().filter(asked -> asked.compareTo(own) > 0).orElse(own);
        deliveries.retry(tx, delivery, number, now.plus(pause), failed.why(), now);
    }
}
