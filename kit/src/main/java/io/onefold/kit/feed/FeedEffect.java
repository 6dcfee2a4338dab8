package io.onefold.kit.feed;

import io.onefold.kit.sql.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * What a service makes of the batches of a feed.
 *
 * @param <T> the feed's items
 */
public interface FeedEffect<T> {
    /** What was prepared no longer holds: nothing is wrong with the items, they are prepared anew. */
    class Again extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Again(String why) {
            super(why);
        }
    }

    /** What was found out before the transaction, such as another service's answer. */
    @FunctionalInterface
    interface Prepared {
        /** Applies the batches. The cursors are already moved; throwing rolls everything back. */
        void apply(Transaction tx);

        /** What must be applied as well before these batches count as progress. */
        default Optional<ConsistencyToken> requires() {
            return Optional.empty();
        }

        /** Called once in the end, whether it was committed or failed. */
        default void ended() {}
    }

    /** Does what needs no transaction, such as calling another service. May be called more than once for the same items. */
    Prepared prepare(List<FeedBatch<T>> batches);
}
