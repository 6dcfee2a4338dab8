package io.onefold.kit.feed;

import io.onefold.proto.type.v1.PartitionCursor;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A feed that this service reads.
 *
 * @param <R> the response of its Watch RPC
 * @param <T> its items
 */
public interface Upstream<R, T> {
    /** The feed's name in consistency tokens and cursors: `events`, `identities`, `profiles`, `memberships`. */
    String feed();

    /**
     * Opens the Watch RPC with a blocking stub: its iterator takes one response at a time, which is the back-pressure. Called inside a
     * cancellable gRPC context.
     */
    Iterator<R> watch(List<PartitionCursor> cursors, int maxItems);

    /**
     * The feed has begun anew: its store was restored, and what it told may be forgotten there. Called before a partition is read from its
     * beginning, for the first time also; while it fails, nothing is read.
     */
    default void begunAnew() {}

    /** The batches of a response, their items decoded by {@link ReceivedBatch#change}: one that cannot be is set aside. */
    List<ReceivedBatch<T>> batches(R response);

    /**
     * Whether a small question is answered right now. Then a failure that looks like an outage, but comes again and again with the same items,
     * is theirs. Who cannot ask says no: every outage is then waited for.
     */
    default boolean answers() {
        return false;
    }

    /** The id of the event that an item is, for log lines about it; empty for items that are none. */
    default Optional<String> eventId(T item) {
        return Optional.empty();
    }

    /** Writes an item as bytes, for one that must be set aside. */
    byte[] encode(T item);
}
