package io.onefold.profile.filing;

import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.sql.Transaction;
import io.onefold.profile.erasure.Erasures;
import io.onefold.profile.ownership.IdentityUpdate;
import io.onefold.profile.projection.AppliedUpdates;
import io.onefold.profile.projection.Projector;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
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
    private final Erasures erasures;

    Filing(
            ResolveClient identity,
            EventsUnderWay underWay,
            AppliedUpdates applied,
            Projector projector,
            Erasures erasures) {
        this.identity = identity;
        this.underWay = underWay;
        this.applied = applied;
        this.projector = projector;
        this.erasures = erasures;
    }

    /** Events are filed with the changes that their evidence makes, and count once identity's feed is applied as far. */
    <T> FeedEffect<T> ofEvents(Function<List<T>, List<Passage>> reader) {
        return batches -> {
            List<Passage> passages =
                    reader.apply(batches.stream().flatMap(FeedBatch::changes).toList());
            return passages.isEmpty() ? NOTHING : asked(passages);
        };
    }

    private Asked asked(List<Passage> passages) {
        EventsUnderWay.Batch batch = underWay.begin();
        try {
            List<Settled> settled = new ArrayList<>();
            for (Passage passage : passages) {
                settled.add(new Settled(passage, ask(passage)));
            }
            if (settled.stream().allMatch(one -> one.answer.updates().isEmpty())) {
                // Nothing that the feed of identities brings is in it.
                batch.close();
            }
            return new Asked(settled, batch);
        } catch (RuntimeException | Error failure) {
            batch.close();
            throw failure;
        }
    }

    private ResolveClient.Answer ask(Passage passage) {
        if (passage instanceof Passage.Events events) {
            return identity.resolve(events.events());
        }
        return identity.erase(((Passage.Erased) passage).erasure());
    }

    /** A passage with what identity says of it. */
    private record Settled(Passage passage, ResolveClient.Answer answer) {}

    private final class Asked implements FeedEffect.Prepared {
        private final List<Settled> passages;
        private final EventsUnderWay.Batch batch;

        Asked(List<Settled> passages, EventsUnderWay.Batch batch) {
            this.passages = passages;
            this.batch = batch;
        }

        /**
         * One passage after another: what stands behind an erasure is another one's, or let in after it. With more than one, locks are
         * not taken in the suite's order; that happens once in an erasure, and PostgreSQL has the loser begin anew.
         */
        @Override
        public void apply(Transaction tx) {
            for (Settled settled : passages) {
                if (settled.passage instanceof Passage.Events events) {
                    projector.project(tx, events.without(settled.answer.erased()), settled.answer.updates());
                } else {
                    Passage.Erased erased = (Passage.Erased) settled.passage;
                    projector.project(tx, List.of(), settled.answer.updates());
                    erasures.erased(tx, erased.erasure());
                }
            }
        }

        @Override
        public Optional<ConsistencyToken> requires() {
            return passages.stream().map(settled -> settled.answer.token()).reduce(ConsistencyToken::and);
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
