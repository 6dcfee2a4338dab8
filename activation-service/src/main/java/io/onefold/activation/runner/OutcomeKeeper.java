package io.onefold.activation.runner;

import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.delivery.DeliveryStore;
import io.onefold.activation.delivery.Outcome;
import io.onefold.activation.destination.DestinationRunStore;
import io.onefold.activation.destination.Webhook;
import io.onefold.activation.guard.Guard;
import io.onefold.activation.guard.Verdict;
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

    /** A destination that does not answer is asked again at least this often. */
    private static final Duration LONGEST_AWAY = Duration.ofMinutes(1);

    private final DeliveryStore deliveries;
    private final SuppressionStore suppressions;
    private final DestinationRunStore destinations;
    private final Guard guard;

    OutcomeKeeper(
            DeliveryStore deliveries, SuppressionStore suppressions, DestinationRunStore destinations, Guard guard) {
        this.deliveries = deliveries;
        this.suppressions = suppressions;
        this.destinations = destinations;
        this.guard = guard;
    }

    void keep(Transaction tx, Delivery delivery, int number, Campaign campaign, Verdict.Send send, Outcome outcome) {
        Instant now = Instant.now();
        if (outcome instanceof Outcome.Sent) {
            deliveries.sent(tx, delivery, number, now);
        } else if (outcome instanceof Outcome.Refused refused) {
            giveUp(tx, delivery, number, campaign, refused.why(), now);
        } else if (outcome instanceof Outcome.Bounced bounced) {
            keepBounced(tx, delivery, number, campaign, send, bounced, now);
        } else if (outcome instanceof Outcome.Gone gone) {
            giveUp(tx, delivery, number, campaign, gone.why(), now);
        } else if (outcome instanceof Outcome.Failed failed) {
            keepFailed(tx, delivery, number, campaign, failed, now);
        } else if (outcome instanceof Outcome.Away away) {
            keepFailed(tx, delivery, number, campaign, new Outcome.Failed(away.why()), now);
        }
        if (campaign.destination() instanceof Webhook webhook) {
            keepStanding(tx, delivery, campaign, webhook, outcome, now);
        }
    }

    /** It will never go: whoever else writes to the person is not held up by it. */
    private void giveUp(Transaction tx, Delivery delivery, int number, Campaign campaign, String why, Instant now) {
        if (deliveries.bury(tx, delivery, number, why, now)) {
            guard.letGo(tx, delivery, campaign);
        }
    }

    /** Another address of the person may take it; whether there is one that may be used is the guard's to say. */
    private void keepBounced(
            Transaction tx,
            Delivery delivery,
            int number,
            Campaign campaign,
            Verdict.Send send,
            Outcome.Bounced bounced,
            Instant now) {
        suppressions.bounced(tx, campaign.workspace(), send.emails().get(0), "delivery " + delivery.id(), now);
        if (send.emails().size() == 1 || number >= campaign.maxAttempts()) {
            giveUp(tx, delivery, number, campaign, bounced.why(), now);
        } else if (deliveries.retry(tx, delivery, number, now, bounced.why(), now)) {
            guard.letGo(tx, delivery, campaign);
        }
    }

    /** What an answer says about the destination as a whole. */
    private void keepStanding(
            Transaction tx, Delivery delivery, Campaign campaign, Webhook webhook, Outcome outcome, Instant now) {
        if (outcome instanceof Outcome.Away) {
            int times = destinations.away(tx, webhook);
            if (times > 0) {
                Duration own = campaign.backoff()
                        .after(times, ThreadLocalRandom.current().nextDouble());
                destinations.leaveAlone(tx, webhook, now.plus(own.compareTo(LONGEST_AWAY) > 0 ? LONGEST_AWAY : own));
            }
            return;
        }
        destinations.answers(tx, webhook);
        if (outcome instanceof Outcome.Failed failed) {
            failed.pause().ifPresent(pause -> destinations.leaveAlone(tx, webhook, now.plus(pause)));
        } else if (outcome instanceof Outcome.Gone gone) {
            LOG.warnf(
                    "destination %s of workspace %s wants nothing more: %s",
                    webhook.name(), webhook.workspace(), gone.why());
            destinations.disable(tx, webhook, gone.why() + " to delivery " + delivery.id());
        }
    }

    private void keepFailed(
            Transaction tx, Delivery delivery, int number, Campaign campaign, Outcome.Failed failed, Instant now) {
        if (number >= campaign.maxAttempts()) {
            // Without giving the person free: what got no answer may have arrived.
            boolean unused = deliveries.bury(tx, delivery, number, failed.why(), now);
            return;
        }
        Duration own =
                campaign.backoff().after(number, ThreadLocalRandom.current().nextDouble());
        Duration pause =
                failed.pause().filter(asked -> asked.compareTo(own) > 0).orElse(own);
        boolean unused = deliveries.retry(tx, delivery, number, now.plus(pause), failed.why(), now);
    }
}
