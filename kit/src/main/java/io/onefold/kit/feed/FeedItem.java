package io.onefold.kit.feed;

import java.time.Instant;

/** What a feed carries: an item of its own kind, or a tick of the clock. */
public sealed interface FeedItem<T> {
    /** A change. */
    record Change<T>(T value) implements FeedItem<T> {}

    /**
     * Nothing before {@code time} will follow in the partition.
     *
     * @param workspace the workspace on a replay clock, or empty for all that live in real time
     */
    record Tick<T>(String workspace, Instant time) implements FeedItem<T> {}

    /** Something was here and has been erased since. */
    record Wiped<T>() implements FeedItem<T> {}

    /**
     * What could not be decoded; no effect ever gets one.
     *
     * @param payload the item as it came
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Unreadable<T>(byte[] payload, Throwable why) implements FeedItem<T> {}
}
