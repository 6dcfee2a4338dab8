package io.onefold.kit.feed;

import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.Tick;
import java.time.Instant;
import java.util.List;

/** A batch as it came from upstream. */
public record ReceivedBatch<T>(BatchHeader header, List<FeedItem<T>> items) {
    /** A tick as it came from upstream. */
    public static <T> FeedItem<T> tick(Tick tick) {
        Instant time = Instant.ofEpochSecond(
                tick.getTime().getSeconds(), tick.getTime().getNanos());
        return new FeedItem.Tick<>(tick.getWorkspace(), time);
    }
}
