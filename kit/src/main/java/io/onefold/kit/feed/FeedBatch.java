package io.onefold.kit.feed;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Consecutive items of one partition, as a consumer gets them: the first one stands at {@code from.position() + 1}.
 *
 * @param remaining how many items wait behind the batch
 * @param contains what the partition contains of the feeds before this one, up to {@code next}
 */
public record FeedBatch<T>(
        int partition,
        Cursor from,
        Cursor next,
        long remaining,
        Optional<ConsistencyToken> contains,
        List<FeedItem<T>> items) {
    public FeedBatch {
        if (from.epoch() == next.epoch() && next.position() - from.position() != items.size()) {
            throw new IllegalArgumentException("a batch of partition " + partition + " has " + items.size()
                    + " items between " + from.position() + " and " + next.position());
        }
    }

    /** The changes without the ticks. */
    public Stream<T> changes() {
        return items.stream()
                .flatMap(
                        item -> item instanceof FeedItem.Change<T> change ? Stream.of(change.value()) : Stream.empty());
    }

    /** The single-item batches of this one. */
    Stream<FeedBatch<T>> singly() {
        return Stream.iterate(0, i -> i < items.size(), i -> i + 1).map(this::only);
    }

    private FeedBatch<T> only(int index) {
        Cursor before = new Cursor(from.epoch(), from.position() + index);
        Cursor after = new Cursor(from.epoch(), from.position() + index + 1);
        return new FeedBatch<>(partition, before, after, 0, Optional.empty(), items.subList(index, index + 1));
    }
}
