package io.onefold.kit.feed;

import io.onefold.kit.feed.Wakeups.Topic;
import io.onefold.kit.log.EventLine;
import io.onefold.kit.log.Wordless;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Commits what one lane reads, effect and cursors together; sets aside what fails alone, for ever. For the lane's thread. */
final class LaneCommits<T> {
    private static final Logger LOG = Logger.getLogger(FeedConsumer.class);

    private final Upstream<?, T> upstream;
    private final FeedEffect<T> effect;
    private final FeedConsumer.Parts parts;
    private final FeedMetrics.Watched watched;
    private final int lane;
    private final Blame blame;
    /** In a row, of the kind for which an item may be to blame. */
    private int failures;

    LaneCommits(
            Upstream<?, T> upstream,
            FeedEffect<T> effect,
            FeedConsumer.Parts parts,
            FeedMetrics.Watched watched,
            int lane) {
        this.upstream = upstream;
        this.effect = effect;
        this.parts = parts;
        this.watched = watched;
        this.lane = lane;
        this.blame = new Blame(upstream);
    }

    /** Commits the whole response; after repeated failures that are not an outage, or only look like one, item by item. */
    void commit(List<FeedBatch<T>> batches) {
        if (failures >= Blame.ATTEMPTS_BEFORE_SINGLY) {
            LOG.warnf("feed %s, lane %d goes on item by item to find the one that fails", upstream.feed(), lane);
            batches.forEach(batch -> batch.singly().forEach(this::commitOrSetAside));
        } else if (batches.stream().allMatch(FeedBatch::isReadable)) {
            commitOrDoubt(batches);
        } else {
            batches.forEach(batch -> batch.aroundUnreadable().forEach(this::commitReadable));
        }
        failures = 0;
    }

    /** The lane failed, and not by an outage. */
    void failed() {
        failures++;
    }

    private void commitReadable(FeedBatch<T> part) {
        if (part.isReadable()) {
            commitOrDoubt(List.of(part));
        } else {
            commitOrSetAside(part);
        }
    }

    private void commitOrDoubt(List<FeedBatch<T>> batches) {
        try {
            commitTogether(batches);
        } catch (RuntimeException | Error failure) {
            if (blame.isSuspicious(failure)) {
                LOG.warnf(Wordless.of(failure), "feed %s, lane %d: an item may be too much", upstream.feed(), lane);
                failures++;
            }
            throw failure;
        }
    }

    private void commitTogether(List<FeedBatch<T>> batches) {
        FeedEffect.Prepared prepared = effect.prepare(batches);
        try {
            parts.database().inTransaction(tx -> {
                parts.cursors().advance(tx, upstream.feed(), batches, prepared.requires());
                prepared.apply(tx);
            });
        } finally {
            prepared.ended();
        }
        afterCommit(batches);
    }

    private void commitOrSetAside(FeedBatch<T> item) {
        if (item.items().get(0) instanceof FeedItem.Unreadable<T> unreadable) {
            setAside(item, unreadable.payload(), unreadable.why());
            return;
        }
        try {
            commitTogether(List.of(item));
        } catch (CursorStore.Moved moved) {
            throw moved;
        } catch (RuntimeException | Error failure) {
            if (!blame.falls(item, failure)) {
                throw failure;
            }
            byte[] payload = item.changes().findFirst().map(upstream::encode).orElse(new byte[0]);
            setAside(item, payload, failure);
        }
    }

    private void setAside(FeedBatch<T> item, byte[] payload, Throwable why) {
        // Its words may quote the item; they stand beside it in the table.
        Throwable wordless = Wordless.of(why);
        Runnable line = () -> LOG.errorf(
                wordless,
                "feed %s: item %d of partition %d is set aside",
                upstream.feed(),
                item.next().position(),
                item.partition());
        item.changes()
                .findFirst()
                .flatMap(upstream::eventId)
                .ifPresentOrElse(eventId -> EventLine.about(eventId, line), line);
        parts.database().inTransaction(tx -> {
            parts.cursors().advance(tx, upstream.feed(), List.of(item), Optional.empty());
            parts.cursors().setAside(tx, upstream.feed(), item, payload, LaneFailure.reason(why));
        });
        afterCommit(List.of(item));
    }

    private void afterCommit(List<FeedBatch<T>> batches) {
        watched.contains(lane, batches);
        parts.wakeups().signal(Topic.PROGRESS);
        if (batches.stream().anyMatch(b -> b.items().stream().anyMatch(FeedItem.Tick.class::isInstance))) {
            parts.relay().pass(upstream.feed());
            // What waits for its time, or for news to be fresh, may be due.
            parts.wakeups().signal(Topic.WORK);
        }
    }
}
