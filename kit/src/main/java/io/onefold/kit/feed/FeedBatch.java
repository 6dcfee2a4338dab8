package io.onefold.kit.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
        return IntStream.range(0, items.size()).mapToObj(i -> part(i, i + 1));
    }

    boolean isReadable() {
        return items.stream().noneMatch(FeedItem.Unreadable.class::isInstance);
    }

    /** This batch cut at the items that could not be decoded, each of which is a part by itself. */
    List<FeedBatch<T>> aroundUnreadable() {
        List<FeedBatch<T>> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof FeedItem.Unreadable) {
                if (start < i) {
                    parts.add(part(start, i));
                }
                parts.add(part(i, i + 1));
                start = i + 1;
            }
        }
        if (start < items.size()) {
            parts.add(part(start, items.size()));
        }
        return parts;
    }

    /** Some items in a row. What waits behind them is more; what the partition contains is known of the end of this batch only. */
    private FeedBatch<T> part(int first, int end) {
        int behind = items.size() - end;
        return new FeedBatch<>(
                partition,
                new Cursor(from.epoch(), from.position() + first),
                new Cursor(from.epoch(), from.position() + end),
                remaining + behind,
                behind == 0 ? contains : Optional.empty(),
                items.subList(first, end));
    }
}
