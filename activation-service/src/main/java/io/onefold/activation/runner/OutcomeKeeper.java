package io.onefold.activation.runner;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.delivery.DeliveryMetrics;
import io.onefold.activation.delivery.DeliveryStore;
import io.onefold.activation.delivery.Outcome;
import io.onefold.activation.destination.Destination;
import io.onefold.activation.destination.DestinationRunStore;
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

    /** Of the longest outage: where many wait, each has its turn seldom, so that the time between two attempts is no idle time yet. */
    private static final int USUAL_PART = 12;

    private final DeliveryStore deliveries;
    private final SuppressionStore suppressions;
    private final DestinationRunStore destinations;
    private final Guard guard;
    private final ActivationConfig config;
    private final DeliveryMetrics metrics;

    OutcomeKeeper(
            DeliveryStore deliveries,
            SuppressionStore suppressions,
            DestinationRunStore destinations,
            Guard guard,
            ActivationConfig config,
            DeliveryMetrics metrics) {
        this.metrics = metrics;
        this.config = config;
        this.deliveries = deliveries;
        this.suppressions = suppressions;
        this.destinations = destinations;
        this.guard = guard;
    }

    void keep(Transaction tx, Delivery delivery, int number, Campaign campaign, Verdict.Send send, Outcome came) {
        Instant now = Instant.now();
        // Locked from here on: who is erased now is erased when this is kept, and is forgotten with it.
        Outcome outcome = deliveries.holdErased(tx, delivery) ? came.wordless() : came;
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
        } else if (outcome instanceof Outcome.Unknown unknown) {
            LOG.warnf(
                    "delivery %s: whether attempt %d arrived is not known (%s); if it is sent again, then under the same key",
                    delivery.id(), number, unknown.why());
            keepFailed(tx, delivery, number, campaign, new Outcome.Failed("may have arrived: " + unknown.why()), now);
        } else if (outcome instanceof Outcome.Unreached unreached) {
            keepUnreached(tx, delivery, number, campaign, unreached, now);
        }
        keepStanding(tx, delivery, campaign, came, now);
        metrics.attempted(tx, campaign.destination().type(), came);
    }

    /** Nobody has it for sure, and that is not this delivery's fault: it waits for the other side, though not for ever. */
    private void keepUnreached(
            Transaction tx,
            Delivery delivery,
            int number,
            Campaign campaign,
            Outcome.Unreached unreached,
            Instant now) {
        Duration idle = delivery.idle(config.longestOutage().dividedBy(USUAL_PART), now);
        if (!delivery.isUnreachedFor(config.longestOutage(), idle, now)) {
            Instant again = now.plus(pause(campaign, delivery.unreached() + 1));
            boolean unused = deliveries.unreached(tx, delivery, number, again, unreached.why(), idle, now);
        } else if (delivery.counted(number) == 1) {
            giveUp(tx, delivery, number, campaign, unreached.why(), now);
        } else {
            // An earlier attempt may have arrived.
            boolean unused = deliveries.bury(tx, delivery, number, unreached.why(), now);
        }
    }

    private static Duration pause(Campaign campaign, int times) {
        Duration own =
                campaign.backoff().after(times, ThreadLocalRandom.current().nextDouble());
        return own.compareTo(LONGEST_AWAY) > 0 ? LONGEST_AWAY : own;
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
        if (send.emails().size() == 1 || delivery.counted(number) >= campaign.maxAttempts()) {
            giveUp(tx, delivery, number, campaign, bounced.why(), now);
        } else if (deliveries.retry(tx, delivery, number, now, bounced.why(), now)) {
            guard.letGo(tx, delivery, campaign);
        }
    }

    /** What an answer says about the destination as a whole. */
    private void keepStanding(Transaction tx, Delivery delivery, Campaign campaign, Outcome outcome, Instant now) {
        Destination destination = campaign.destination();
        if (outcome instanceof Outcome.Away
                || outcome instanceof Outcome.Unreached
                || outcome instanceof Outcome.Unknown) {
            int times = destinations.away(tx, destination);
            if (times > 0) {
                destinations.leaveAlone(tx, destination, now.plus(pause(campaign, times)));
            }
            return;
        }
        destinations.answers(tx, destination);
        if (outcome instanceof Outcome.Failed failed) {
            failed.pause().ifPresent(pause -> destinations.leaveAlone(tx, destination, now.plus(pause)));
        } else if (outcome instanceof Outcome.Gone gone) {
            LOG.warnf(
                    "destination %s of workspace %s wants nothing more: %s",
                    destination.name(), destination.workspace(), gone.why());
            destinations.disable(tx, destination, gone.why() + " to delivery " + delivery.id());
        }
    }

    private void keepFailed(
            Transaction tx, Delivery delivery, int number, Campaign campaign, Outcome.Failed failed, Instant now) {
        if (delivery.counted(number) >= campaign.maxAttempts()) {
            // Without giving the person free: what got no answer may have arrived.
            boolean unused = deliveries.bury(tx, delivery, number, failed.why(), now);
            return;
        }
        Duration own = campaign.backoff()
                .after(delivery.counted(number), ThreadLocalRandom.current().nextDouble());
        Duration pause =
                failed.pause().filter(asked -> asked.compareTo(own) > 0).orElse(own);
        boolean unused = deliveries.retry(tx, delivery, number, now.plus(pause), failed.why(), now);
    }
}
