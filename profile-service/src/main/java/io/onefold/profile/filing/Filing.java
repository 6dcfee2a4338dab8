package io.onefold.profile.filing;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.event.FiledEvent;
import io.onefold.profile.ownership.IdentityUpdate;
import io.onefold.profile.projection.AppliedUpdates;
import io.onefold.profile.projection.Projector;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What becomes of the items of the two feeds. */
@ApplicationScoped
class Filing {
    private static final FeedEffect.Prepared NOTHING = tx -> {};
    private static final Duration COURTESY = Duration.ofMillis(500);

    private final ResolveClient identity;
    private final EventsUnderWay underWay;
    private final AppliedUpdates applied;
    private final Projector projector;

    Filing(ResolveClient identity, EventsUnderWay underWay, AppliedUpdates applied, Projector projector) {
        this.identity = identity;
        this.underWay = underWay;
        this.applied = applied;
        this.projector = projector;
    }

    /** Events are filed with the changes that their evidence makes, and count once identity's feed is applied as far. */
    <T> FeedEffect<T> ofEvents(Function<T, FiledEvent> reader) {
        return batches -> {
            List<FiledEvent> events = changes(batches, reader);
            return events.isEmpty() ? NOTHING : resolved(events);
        };
    }

    private Resolved resolved(List<FiledEvent> events) {
        EventsUnderWay.Batch batch = underWay.begin();
        try {
            ResolveClient.Answer answer = identity.resolve(events);
            if (answer.updates().isEmpty()) {
                // Nothing that the feed of identities brings is in it.
                batch.close();
            }
            return new Resolved(events, answer, batch);
        } catch (RuntimeException | Error failure) {
            batch.close();
            throw failure;
        }
    }

    private final class Resolved implements FeedEffect.Prepared {
        private final List<FiledEvent> events;
        private final ResolveClient.Answer answer;
        private final EventsUnderWay.Batch batch;

        Resolved(List<FiledEvent> events, ResolveClient.Answer answer, EventsUnderWay.Batch batch) {
            this.events = events;
            this.answer = answer;
            this.batch = batch;
        }

        @Override
        public void apply(Transaction tx) {
            projector.project(tx, events, answer.updates());
        }

        @Override
        public Optional<ConsistencyToken> requires() {
            return Optional.of(answer.token());
        }

        @Override
        public void ended() {
            batch.close();
        }
    }

    <T> FeedEffect<T> ofIdentities(Function<T, IdentityUpdate> reader) {
        return batches -> {
            List<IdentityUpdate> received = changes(batches, reader);
            // Who is behind brings what nobody here is filing just now.
            if (!received.isEmpty() && batches.stream().noneMatch(batch -> batch.remaining() > 0)) {
                underWay.await(COURTESY);
            }
            List<IdentityUpdate> updates = applied.without(received);
            return updates.isEmpty() ? NOTHING : tx -> projector.project(tx, List.of(), updates);
        };
    }

    private static <T, V> List<V> changes(List<FeedBatch<T>> batches, Function<T, V> reader) {
        return batches.stream().flatMap(FeedBatch::changes).map(reader).toList();
    }
}
