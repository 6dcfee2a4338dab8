package io.onefold.kit.feed;

import org.jspecify.annotations.Nullable;

/** Which item is to blame when a lane fails. What only looks like an outage is doubted for a while before an item is. */
final class Blame {
    /** How often something fails before each item is tried alone, and how often one fails alone like an outage before it is to blame. */
    static final int ATTEMPTS_BEFORE_SINGLY = 3;

    private final Upstream<?, ?> upstream;
    /** The item that looked like an outage when it was applied alone, and how often it has. */
    private @Nullable Place doubted;

    private int doubts;

    Blame(Upstream<?, ?> upstream) {
        this.upstream = upstream;
    }

    /** An item of a partition. */
    private record Place(int partition, Cursor cursor) {}

    /** Whether a failure looks like an outage, and an item may be too much all the same. */
    boolean isSuspicious(Throwable failure) {
        return LaneFailure.isAway(failure) && isTheItems(failure);
    }

    private boolean isTheItems(Throwable failure) {
        return LaneFailure.mayBeTheItems(failure) && upstream.answers();
    }

    /** Whether it falls on an item that failed alone: for what is no outage; for what looks like one when it comes with this item again and again. */
    boolean falls(FeedBatch<?> item, Throwable failure) {
        if (!LaneFailure.isAway(failure)) {
            return true;
        }
        if (!isTheItems(failure)) {
            return false;
        }
        Place place = new Place(item.partition(), item.next());
        doubts = place.equals(doubted) ? doubts + 1 : 1;
        doubted = place;
        return doubts >= ATTEMPTS_BEFORE_SINGLY;
    }
}
