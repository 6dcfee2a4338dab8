package io.onefold.activation.runner;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.delivery.DeliveryStore;
import io.onefold.activation.guard.Guard;
import io.onefold.activation.guard.Reason;
import io.onefold.activation.guard.Verdict;
import io.onefold.activation.mail.MailSender;
import io.onefold.activation.mail.Message;
import io.onefold.activation.mail.Outcome;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Works on one delivery: takes it up and asks the guard in one transaction, sends outside of any, and keeps the outcome in another. Who
 * dies in between leaves a lease behind; when it has run out the delivery is sent again, under the same Message-ID.
 */
@ApplicationScoped
class DeliveryRunner {
    private final Database database;
    private final DeliveryStore deliveries;
    private final Campaigns campaigns;
    private final Guard guard;
    private final MailSender mails;
    private final ActivationConfig config;

    DeliveryRunner(
            Database database,
            DeliveryStore deliveries,
            Campaigns campaigns,
            Guard guard,
            MailSender mails,
            ActivationConfig config) {
        this.database = database;
        this.deliveries = deliveries;
        this.campaigns = campaigns;
        this.guard = guard;
        this.mails = mails;
        this.config = config;
    }

    /** What is to be sent; the attempt is the one that the table counts now. */
    private record Attempt(Delivery delivery, int number, Campaign campaign, Message message) {}

    /** What was done with one that was due. */
    private record Taken(Optional<Attempt> attempt) {}

    /** Works on one delivery that is due; false when none is. */
    boolean runOne(short firstBucket, short lastBucket) {
        Optional<Taken> taken = database.transaction(tx ->
                deliveries.take(tx, Instant.now(), firstBucket, lastBucket).map(one -> decide(tx, one)));
        taken.flatMap(Taken::attempt).ifPresent(this::send);
        return taken.isPresent();
    }

    Optional<Instant> next(short firstBucket, short lastBucket) {
        return database.transaction(tx -> deliveries.next(tx, firstBucket, lastBucket));
    }

    private Taken decide(Transaction tx, Delivery delivery) {
        Instant now = Instant.now();
        Optional<Campaign> campaign = campaigns.find(delivery.campaignId());
        if (campaign.isEmpty()) {
            deliveries.suppress(tx, delivery, Reason.CAMPAIGN_GONE.name(), now);
            return new Taken(Optional.empty());
        }
        if (delivery.wasSending() && delivery.attempts() >= campaign.get().maxAttempts()) {
            deliveries.bury(tx, delivery, delivery.attempts(), "the last attempt did not come to an end", now);
            return new Taken(Optional.empty());
        }
        Verdict verdict = guard.ask(tx, delivery, campaign.get(), now);
        if (verdict instanceof Verdict.Send send) {
            deliveries.sending(tx, delivery, send.address(), now.plus(config.lease()), now);
            return new Taken(Optional.of(attempt(delivery, campaign.get(), send)));
        }
        if (verdict instanceof Verdict.Suppress suppress) {
            deliveries.suppress(tx, delivery, suppress.reason().name(), now);
        } else {
            deliveries.defer(tx, delivery, now.plus(config.deferral()), now);
        }
        return new Taken(Optional.empty());
    }

    private static Attempt attempt(Delivery delivery, Campaign campaign, Verdict.Send send) {
        Message message = new Message(
                delivery.id(),
                delivery.messageId(),
                campaign.from(),
                send.address(),
                send.firstName(),
                campaign.template(),
                campaign.subject());
        return new Attempt(delivery, delivery.attempts() + 1, campaign, message);
    }

    private void send(Attempt attempt) {
        Outcome outcome = mails.send(attempt.message);
        database.inTransaction(tx -> keep(tx, attempt, outcome));
    }

    private void keep(Transaction tx, Attempt attempt, Outcome outcome) {
        Instant now = Instant.now();
        if (outcome instanceof Outcome.Sent) {
            deliveries.sent(tx, attempt.delivery, attempt.number, now);
        } else if (outcome instanceof Outcome.Refused refused) {
            deliveries.bury(tx, attempt.delivery, attempt.number, refused.why(), now);
        } else if (outcome instanceof Outcome.Failed failed) {
            if (attempt.number >= attempt.campaign.maxAttempts()) {
                deliveries.bury(tx, attempt.delivery, attempt.number, failed.why(), now);
                return;
            }
            double chance = ThreadLocalRandom.current().nextDouble();
            Instant again = now.plus(attempt.campaign.backoff().after(attempt.number, chance));
            deliveries.retry(tx, attempt.delivery, attempt.number, again, failed.why(), now);
        }
    }
}
