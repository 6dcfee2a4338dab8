package io.onefold.activation.runner;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.delivery.DeliveryStore;
import io.onefold.activation.delivery.Outcome;
import io.onefold.activation.delivery.Share;
import io.onefold.activation.guard.Freshness;
import io.onefold.activation.guard.Guard;
import io.onefold.activation.guard.Reason;
import io.onefold.activation.guard.Verdict;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Works on one delivery: takes it up and asks the guard in one transaction, sends outside of any, and keeps the outcome in another. Who
 * dies in between leaves a lease behind; when it has run out the delivery is sent again, under the same idempotency key.
 */
@ApplicationScoped
class DeliveryRunner {
    private static final Duration LONGEST_DEFERRAL = Duration.ofMinutes(1);
    private static final int PART_OF_THE_WAIT = 4;

    private final Database database;
    private final DeliveryStore deliveries;
    private final Campaigns campaigns;
    private final Guard guard;
    private final Freshness freshness;
    private final Dispatcher dispatcher;
    private final OutcomeKeeper outcomes;
    private final ActivationConfig config;

    DeliveryRunner(
            Database database,
            DeliveryStore deliveries,
            Campaigns campaigns,
            Guard guard,
            Freshness freshness,
            Dispatcher dispatcher,
            OutcomeKeeper outcomes,
            ActivationConfig config) {
        this.database = database;
        this.deliveries = deliveries;
        this.campaigns = campaigns;
        this.guard = guard;
        this.freshness = freshness;
        this.dispatcher = dispatcher;
        this.outcomes = outcomes;
        this.config = config;
    }

    /** What became of a look at what is due. */
    enum Look {
        /** One was due and was worked on. */
        WORKED,
        /** None is due. */
        IDLE,
        /** The contacts are behind: nothing is looked at until their feed has moved. */
        BEHIND
    }

    /** What is to be sent; the attempt is the one that the table counts now. */
    private record Attempt(Delivery delivery, int number, Campaign campaign, Verdict.Send send) {}

    private record Taken(Look look, Optional<Attempt> attempt) {
        static final Taken DONE = new Taken(Look.WORKED, Optional.empty());
    }

    /** Works on one delivery that is due. */
    Look runOne(Share share) {
        Taken taken = database.transaction(tx -> take(tx, share));
        taken.attempt.ifPresent(this::send);
        return taken.look;
    }

    Optional<Instant> next(Share share) {
        return database.transaction(tx -> deliveries.next(tx, share));
    }

    private Taken take(Transaction tx, Share share) {
        Instant now = Instant.now();
        if (freshness.isBehind(tx, now)) {
            return new Taken(Look.BEHIND, Optional.empty());
        }
        return deliveries
                .take(tx, now, share)
                .map(delivery -> decide(tx, delivery, now))
                .orElse(new Taken(Look.IDLE, Optional.empty()));
    }

    private Taken decide(Transaction tx, Delivery delivery, Instant now) {
        Optional<Campaign> campaign = campaigns.find(delivery.campaignId());
        if (campaign.isEmpty()) {
            deliveries.suppress(tx, delivery, Reason.CAMPAIGN_GONE.name(), now);
            return Taken.DONE;
        }
        if (delivery.wasSending() && delivery.attempts() >= campaign.get().maxAttempts()) {
            deliveries.bury(tx, delivery, delivery.attempts(), "the last attempt did not come to an end", now);
            return Taken.DONE;
        }
        Verdict verdict = guard.ask(tx, delivery, campaign.get(), now);
        if (verdict instanceof Verdict.Send send) {
            String address = Dispatcher.address(campaign.get(), send);
            deliveries.sending(tx, delivery, address, now.plus(config.lease()), now);
            return new Taken(
                    Look.WORKED, Optional.of(new Attempt(delivery, delivery.attempts() + 1, campaign.get(), send)));
        }
        if (verdict instanceof Verdict.Suppress suppress) {
            deliveries.suppress(tx, delivery, suppress.reason().name(), now);
        } else {
            deliveries.defer(tx, delivery, now.plus(deferral(delivery, now)), now);
        }
        return Taken.DONE;
    }

    /** The longer it has waited the seldomer it is looked at: a campaign may be paused for weeks. */
    private Duration deferral(Delivery delivery, Instant now) {
        Duration part = Duration.between(delivery.createTime(), now).dividedBy(PART_OF_THE_WAIT);
        Duration atMost = part.compareTo(LONGEST_DEFERRAL) > 0 ? LONGEST_DEFERRAL : part;
        return atMost.compareTo(config.deferral()) < 0 ? config.deferral() : atMost;
    }

    private void send(Attempt attempt) {
        Outcome outcome = dispatcher.send(attempt.delivery, attempt.campaign, attempt.send);
        database.inTransaction(
                tx -> outcomes.keep(tx, attempt.delivery, attempt.number, attempt.campaign, attempt.send, outcome));
    }
}
