package io.onefold.activation.membership;

import io.onefold.activation.campaign.Place;
import io.onefold.kit.feed.Cursor;
import io.onefold.kit.feed.FeedBatch;
import io.onefold.kit.feed.FeedItem;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How a partition is read.
 *
 * @param until up to which position it tells what was, because it is read from its beginning; empty: what it tells is new
 */
record Reading(OptionalLong until) {
    static final Reading ON = new Reading(OptionalLong.empty());

    /** An item with its place. */
    record Placed(Entry entry, Place place) {}

    /**
     * Reads a batch on from here, and gives the state behind it.
     *
     * @param head the last position that the partition had when it was read
     */
    Reading read(FeedBatch<Entry> batch, long head, Consumer<Placed> into) {
        OptionalLong end = batch.from().position() == 0 ? OptionalLong.of(head) : until;
        long position = batch.from().position();
        for (FeedItem<Entry> item : batch.items()) {
            position++;
            if (item instanceof FeedItem.Change<Entry> change) {
                boolean again = end.isPresent() && position <= end.getAsLong();
                Cursor at = new Cursor(batch.next().epoch(), position);
                into.accept(new Placed(change.value(), new Place(batch.partition(), at, again)));
            }
        }
        return new Reading(end);
    }

    boolean hasReached(long position) {
        return until.isPresent() && position >= until.getAsLong();
    }
}
