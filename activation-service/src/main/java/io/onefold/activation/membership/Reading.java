package io.onefold.activation.membership;

import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedItem;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How a partition is read.
 *
 * @param until up to which position it tells what was, because it is read from its beginning; empty: what it tells is new
 * @param clock the last tick of real time that was read
 */
record Reading(OptionalLong until, Optional<Instant> clock) {
    static final Reading FIRST = new Reading(OptionalLong.empty(), Optional.empty());

    /** An item with its place. */
    record Placed(Entry entry, boolean again, Optional<Instant> publishedAfter) {}

    /**
     * Reads a batch on from here, and gives the state behind it.
     *
     * @param head the last position that the partition had when it was read
     */
    Reading read(FeedBatch<Entry> batch, long head, Consumer<Placed> into) {
        boolean fromTheBeginning = batch.from().position() == 0;
        OptionalLong end = fromTheBeginning ? OptionalLong.of(head) : until;
        Optional<Instant> time = fromTheBeginning ? Optional.empty() : clock;
        long position = batch.from().position();
        for (FeedItem<Entry> item : batch.items()) {
            position++;
            if (item instanceof FeedItem.Change<Entry> change) {
                into.accept(new Placed(change.value(), end.isPresent() && position <= end.getAsLong(), time));
            } else if (item instanceof FeedItem.Tick<Entry> tick
                    && tick.workspace().isEmpty()) {
                time = Optional.of(tick.time());
            }
        }
        return new Reading(end, time);
    }

    boolean hasReached(long position) {
        return until.isPresent() && position >= until.getAsLong();
    }

    Reading atTheEnd() {
        return new Reading(OptionalLong.empty(), clock);
    }
}
