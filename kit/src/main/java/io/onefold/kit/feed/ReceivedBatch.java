package io.onefold.kit.feed;

import com.google.protobuf.MessageLite;
import io.onefold.proto.type.v1.BatchHeader;
import io.onefold.proto.type.v1.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A batch as it came from upstream. */
public record ReceivedBatch<T>(BatchHeader header, List<FeedItem<T>> items) {
    /** With its place, behind what is committed of its partition; without that, at the beginning. */
    FeedBatch<T> placed(Map<Integer, Cursor> committed) {
        int partition = header.getPartition();
        Cursor next = Cursor.decode(header.getNextCursor(), 0);
        Cursor from = committed.getOrDefault(partition, new Cursor(next.epoch(), 0));
        String contains = header.getContains();
        return new FeedBatch<>(
                partition,
                from.position() == 0 ? new Cursor(next.epoch(), 0) : from,
                next,
                header.getRemaining(),
                contains.isEmpty() ? Optional.empty() : Optional.of(ConsistencyToken.decode(contains)),
                items);
    }

    /** A tick as it came from upstream. */
    public static <T> FeedItem<T> tick(Tick tick) {
        return decoded(
                tick,
                received -> new FeedItem.Tick<>(
                        received.getWorkspace(),
                        Instant.ofEpochSecond(
                                received.getTime().getSeconds(),
                                received.getTime().getNanos())));
    }

    /** A change as it came from upstream, decoded. Of one that was wiped nothing has come. */
    public static <P extends MessageLite, T> FeedItem<T> change(P received, Function<P, T> decode) {
        if (received.getSerializedSize() == 0) {
            return new FeedItem.Wiped<>();
        }
        return decoded(received, item -> new FeedItem.Change<>(decode.apply(item)));
    }

    /** One item that makes no sense must not keep the others of its response from being read. */
    private static <P extends MessageLite, T> FeedItem<T> decoded(P received, Function<P, FeedItem<T>> decode) {
        try {
            return decode.apply(received);
        } catch (RuntimeException | StackOverflowError unreadable) {
            return new FeedItem.Unreadable<>(received.toByteArray(), unreadable);
        }
    }
}
