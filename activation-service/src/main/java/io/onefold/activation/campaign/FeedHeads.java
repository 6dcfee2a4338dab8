package io.onefold.activation.campaign;

import io.onefold.kit.feed.Cursor;
import java.util.Map;

/** Asks the audiences' service how far the feed of memberships has come. */
public interface FeedHeads {
    /** The last position of each partition now; fails while the service is away. */
    Map<Integer, Cursor> now();
}
