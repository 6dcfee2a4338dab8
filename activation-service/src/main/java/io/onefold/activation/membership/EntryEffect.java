package io.onefold.activation.membership;

import io.onefold.activation.membership.Reading.Placed;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedConfig;
import io.onefold.kit.feed.FeedEffect;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.sql.Transaction;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps who is a member of what, and starts what follows from it, in the transaction that moves the cursors. A partition that is read
 * from its beginning tells the past first; what it does not tell any more, because the audiences' store was restored, is over then.
 */
@ApplicationScoped
class EntryEffect implements FeedEffect<Entry> {
    private final List<EntryReaction> reactions;
    private final MembershipStore store;
    private final ReadingStore readings;
    private final Partitions partitions;

    EntryEffect(@All List<EntryReaction> reactions, MembershipStore store, ReadingStore readings, FeedConfig config) {
        this.reactions = reactions;
        this.store = store;
        this.readings = readings;
        this.partitions = new Partitions(config.partitions());
    }

    @Override
    public Prepared prepare(List<FeedBatch<Entry>> batches) {
        return tx -> batches.forEach(batch -> apply(tx, batch));
    }

    private void apply(Transaction tx, FeedBatch<Entry> batch) {
        Reading before = readings.read(tx, batch.partition());
        List<Placed> placed = new ArrayList<>();
        Reading after = before.read(batch, batch.next().position() + batch.remaining(), placed::add);
        long epoch = batch.next().epoch();
        keep(tx, placed, epoch);
        if (after.hasReached(batch.next().position())) {
            end(tx, batch.partition(), epoch);
            after = after.on();
        }
        if (!after.equals(before)) {
            readings.keep(tx, batch.partition(), after);
        }
    }

    private void keep(Transaction tx, List<Placed> placed, long epoch) {
        if (!placed.isEmpty()) {
            Seen seen = store.seen(tx, placed.stream().map(Placed::entry).toList());
            apply(tx, placed.stream().map(seen::arrival).toList(), epoch);
        }
    }

    /** What the feed of another epoch said and this one does not: nobody left by it, but nobody is a member either. */
    private void end(Transaction tx, int partition, long epoch) {
        List<Entry> over = store.notSaidIn(
                tx, epoch, partitions.firstBucket(partition), partitions.lastBucket(partition), Instant.now());
        if (!over.isEmpty()) {
            apply(
                    tx,
                    over.stream()
                            .map(entry -> new Arrival(entry, false, Optional.empty()))
                            .toList(),
                    epoch);
        }
    }

    private void apply(Transaction tx, List<Arrival> arrivals, long epoch) {
        // The memberships last: whoever holds a row of a reaction reads memberships that stand.
        reactions.forEach(reaction -> reaction.apply(tx, arrivals, Instant.now()));
        store.keep(tx, arrivals.stream().map(Arrival::entry).toList(), epoch);
    }
}
