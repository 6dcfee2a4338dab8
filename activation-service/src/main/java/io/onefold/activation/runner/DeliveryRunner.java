package io.onefold.activation.runner;

import io.onefold.activation.campaign.ActivationConfig;
import io.onefold.activation.campaign.Campaign;
import io.onefold.activation.campaign.Campaigns;
import io.onefold.activation.campaign.Catalogue;
import io.onefold.activation.delivery.Delivery;
import io.onefold.activation.delivery.DeliveryStore;
import io.onefold.activation.delivery.DeliveryStore.Waiting;
import io.onefold.activation.delivery.Outcome;
import io.onefold.activation.delivery.Share;
import io.onefold.activation.guard.Freshness;
import io.onefold.activation.guard.Guard;
import io.onefold.activation.guard.Reason;
import io.onefold.activation.guard.Verdict;
import io.onefold.kit.error.Outage;
import io.onefold.kit.feed.Wakeups;
import io.onefold.kit.sql.Database;
import io.onefold.kit.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Works on one delivery: takes it up and asks the guard in one transaction, sends outside of any, and keeps the outcome in another. Who
 * dies in between leaves a lease behind; when it has run out the delivery is sent again, under the same idempotency key.
 */
@ApplicationScoped
class DeliveryRunner {
    private static final Logger LOG = Logger.getLogger(DeliveryRunner.class);
    private static final Duration LONGEST_DEFERRAL = Duration.ofMinutes(1);
    private static final int PART_OF_THE_WAIT = 4;
    private static final int LONGEST_ERROR = 500;
    private static final Duration BETWEEN_NOTES = Duration.ofMillis(200);

    private final Database database;
    private final DeliveryStore deliveries;
    private final Campaigns campaigns;
    private final Guard guard;
    private final Freshness freshness;
    private final Dispatcher dispatcher;
    private final OutcomeKeeper outcomes;
    private final Flights flights;
    private final Wakeups wakeups;
    private final ActivationConfig config;

    DeliveryRunner(
            Database database,
            DeliveryStore deliveries,
            Campaigns campaigns,
            Guard guard,
            Freshness freshness,
            Dispatcher dispatcher,
            OutcomeKeeper outcomes,
            Flights flights,
            Wakeups wakeups,
            ActivationConfig config) {
        this.database = database;
        this.deliveries = deliveries;
        this.campaigns = campaigns;
        this.guard = guard;
        this.freshness = freshness;
        this.dispatcher = dispatcher;
        this.outcomes = outcomes;
        this.flights = flights;
        this.wakeups = wakeups;
        this.config = config;
    }

    /** What became of a look at what is due. */
    sealed interface Look {
        /** One was due and was worked on. */
        record Worked() implements Look {}

        /** None is due; when the next one is, as far as something waits. */
        record Idle(Optional<Instant> next) implements Look {}

        /** The contacts are behind, or the store was restored: nothing is looked at until that changes. */
        record Closed() implements Look {}
    }

    /** What is to be sent; the number is the one that the table counts now. */
    private record Attempt(Delivery delivery, int number, Campaign campaign, Verdict.Send send, Instant leaseEnd) {}

    private record Taken(boolean worked, Optional<Attempt> attempt) {
        static final Taken NOTHING = new Taken(false, Optional.empty());
        static final Taken DONE = new Taken(true, Optional.empty());
    }

    /** Works on one delivery that is due. */
    Look runOne(Share share) {
        Instant now = Instant.now();
        Optional<List<Waiting>> open = database.transaction(
                tx -> isClosed(tx, now) ? Optional.empty() : Optional.of(deliveries.waiting(tx, share)));
        if (open.isEmpty()) {
            return new Look.Closed();
        }
        for (Waiting waiting : open.get()) {
            if (waiting.due().isAfter(now)) {
                return new Look.Idle(Optional.of(waiting.due()));
            }
            if (flights.enter(share.kind(), waiting.destination(), dispatcher.mostAtOnce(share.kind()))) {
                try {
                    if (work(waiting, share)) {
                        return new Look.Worked();
                    }
                } finally {
                    if (flights.leave(share.kind(), waiting.destination())) {
                        wakeups.signal(Wakeups.Topic.WORK);
                    }
                }
            }
        }
        return new Look.Idle(Optional.empty());
    }

    /** Whether an attempt to a destination of a kind is under way in this replica. */
    boolean isSending(String kind) {
        return flights.isAny(kind);
    }

    private boolean isClosed(Transaction tx, Instant now) {
        return campaigns.at(tx).held() || freshness.isBehind(tx, now);
    }

    private boolean work(Waiting waiting, Share share) {
        AtomicReference<Delivery> held = new AtomicReference<>();
        Taken taken;
        try {
            taken = database.transaction(tx -> take(tx, waiting, share, held));
        } catch (RuntimeException | Error failure) {
            Delivery culprit = held.get();
            if (culprit == null || Outage.is(failure)) {
                throw failure;
            }
            setBack(culprit, failure);
            return true;
        }
        taken.attempt.ifPresent(this::send);
        return taken.worked;
    }

    /** Whatever is wrong with it: the others do not wait for it. */
    private void setBack(Delivery delivery, Throwable failure) {
        LOG.errorf(failure, "delivery %s could not be decided on; it is looked at again later", delivery.id());
        Instant now = Instant.now();
        database.inTransaction(
                tx -> deliveries.setBack(tx, delivery, now.plus(LONGEST_DEFERRAL), shortened(failure), now));
    }

    private Taken take(Transaction tx, Waiting waiting, Share share, AtomicReference<Delivery> held) {
        held.set(null);
        Instant now = Instant.now();
        Catalogue catalogue = campaigns.at(tx);
        if (catalogue.held() || freshness.isBehind(tx, now)) {
            return Taken.NOTHING;
        }
        Optional<Campaign> campaign = catalogue.find(waiting.campaign());
        if (campaign.isEmpty() && catalogue.beginnings().containsKey(waiting.campaign())) {
            // It is there and cannot be read here: it waits for a replica that can.
            return Taken.NOTHING;
        }
        Optional<Delivery> due = deliveries.take(tx, waiting.campaign(), now, share);
        if (due.isEmpty()) {
            return Taken.NOTHING;
        }
        held.set(due.get());
        return decide(tx, due.get(), campaign, now);
    }

    private Taken decide(Transaction tx, Delivery delivery, Optional<Campaign> found, Instant now) {
        if (found.isEmpty()) {
            deliveries.suppress(tx, delivery, Reason.CAMPAIGN_GONE.name(), now);
            return Taken.DONE;
        }
        Campaign campaign = found.get();
        if (delivery.wasSending() && delivery.counted(delivery.attempts()) >= campaign.maxAttempts()) {
            boolean unused =
                    deliveries.bury(tx, delivery, delivery.attempts(), "the last attempt did not come to an end", now);
            return Taken.DONE;
        }
        Optional<String> unready = dispatcher.unready(campaign);
        if (unready.isPresent()) {
            deliveries.defer(tx, delivery, now.plus(LONGEST_DEFERRAL), unready, now);
            return Taken.DONE;
        }
        Verdict verdict = guard.ask(tx, delivery, campaign, now);
        if (verdict instanceof Verdict.Send send) {
            String address = Dispatcher.address(campaign, send);
            Instant leaseEnd = now.plus(config.lease());
            deliveries.sending(tx, delivery, address, leaseEnd, now);
            return new Taken(
                    true, Optional.of(new Attempt(delivery, delivery.attempts() + 1, campaign, send, leaseEnd)));
        }
        if (verdict instanceof Verdict.Suppress suppress) {
            suppress(tx, delivery, campaign, suppress.reason(), now);
        } else {
            deliveries.defer(tx, delivery, now.plus(deferral(delivery, now)), Optional.empty(), now);
        }
        return Taken.DONE;
    }

    /** Who was claimed for a mail of which nothing was ever handed over may get a later one. */
    private void suppress(Transaction tx, Delivery delivery, Campaign campaign, Reason reason, Instant now) {
        deliveries.suppress(tx, delivery, reason.name(), now);
        if (delivery.attempts() > 0 && delivery.counted(delivery.attempts()) == 0) {
            guard.letGo(tx, delivery, campaign);
        }
    }

    /** The longer it has waited the seldomer it is looked at: its profile may be long in coming. */
    private Duration deferral(Delivery delivery, Instant now) {
        Duration part = Duration.between(delivery.createTime(), now).dividedBy(PART_OF_THE_WAIT);
        Duration atMost = part.compareTo(LONGEST_DEFERRAL) > 0 ? LONGEST_DEFERRAL : part;
        return atMost.compareTo(config.deferral()) < 0 ? config.deferral() : atMost;
    }

    private void send(Attempt attempt) {
        Outcome outcome = attempted(attempt);
        while (!kept(attempt, outcome)) {
            LockSupport.parkNanos(BETWEEN_NOTES.toNanos());
        }
    }

    /** What went out and is not noted goes out again: as long as the lease lasts it is this runner's to note. */
    private boolean kept(Attempt attempt, Outcome outcome) {
        try {
            database.inTransaction(
                    tx -> outcomes.keep(tx, attempt.delivery, attempt.number, attempt.campaign, attempt.send, outcome));
            return true;
        } catch (RuntimeException failure) {
            if (Thread.currentThread().isInterrupted()
                    || !Instant.now().plus(BETWEEN_NOTES).isBefore(attempt.leaseEnd)) {
                throw failure;
            }
            LOG.warnf(
                    "delivery %s: what came of attempt %d is not noted yet (%s)",
                    attempt.delivery.id(), attempt.number, failure.getMessage());
            return false;
        }
    }

    private Outcome attempted(Attempt attempt) {
        try {
            return dispatcher.send(attempt.delivery, attempt.campaign, attempt.send);
        } catch (RuntimeException | Error failure) {
            LOG.errorf(failure, "delivery %s failed on this side", attempt.delivery.id());
            return new Outcome.Failed(shortened(failure));
        }
    }

    private static String shortened(Throwable failure) {
        String text = failure.toString();
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
    }
}
