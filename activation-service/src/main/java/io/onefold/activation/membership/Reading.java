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
 * @param epoch of the feed, when it was read last; empty: it was not
 * @param until up to which position it tells what was, because it is read from its beginning; empty: what it tells is new
 */
record Reading(OptionalLong epoch, OptionalLong until) {
    static final Reading NOT_YET = new Reading(OptionalLong.empty(), OptionalLong.empty());

    /** An item with its place. */
    record Placed(Entry entry, Place place) {}

    /**
     * Reads a batch on from here, and gives the state behind it.
     *
     * @param head the last position that the partition had when it was read
     */
    Reading read(FeedBatch<Entry> batch, long head, Consumer<Placed> into) {
        OptionalLong end = begins(batch) ? OptionalLong.of(head) : until;
        long position = batch.from().position();
        for (FeedItem<Entry> item : batch.items()) {
            position++;
            if (item instanceof FeedItem.Change<Entry> change) {
                boolean again = end.isPresent() && position <= end.getAsLong();
                Cursor at = new Cursor(batch.next().epoch(), position);
                into.accept(new Placed(change.value(), new Place(batch.partition(), at, again)));
            }
        }
        return new Reading(OptionalLong.of(batch.next().epoch()), end);
    }

    /** The first item may have been set aside before anybody read it: then what follows is the first that is seen of the epoch. */
    private boolean begins(FeedBatch<Entry> batch) {
        return batch.from().position() == 0
                || !epoch.equals(OptionalLong.of(batch.next().epoch()));
    }

    /** What it tells is new from here on. */
    Reading on() {
        return new Reading(epoch, OptionalLong.empty());
    }

    boolean hasReached(long position) {
        return until.isPresent() && position >= until.getAsLong();
    }
}
