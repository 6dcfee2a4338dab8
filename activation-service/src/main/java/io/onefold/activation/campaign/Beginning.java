package io.onefold.activation.campaign;

import io.onefold.kit.feed.Cursor;
import java.util.Map;

/**
 * Where the feed of memberships stood when a campaign began: what is not behind that is history to it.
 *
 * @param heads the last position of each partition; empty: it has not begun, because the audiences could not be asked yet
 */
public record Beginning(Map<Integer, Cursor> heads) {
    static final Beginning NOT_YET = new Beginning(Map.of());

    public Beginning {
        heads = Map.copyOf(heads);
    }

    /** Whether something was published before the campaign began. */
    public boolean isBehind(Place place) {
        Cursor head = heads.get(place.partition());
        if (head == null || place.at().epoch() < head.epoch()) {
            return true;
        }
        // A store that was restored gives positions again. What it tells from its beginning is the same up to the
        // backup.
        return place.at().position() <= head.position() && (place.at().epoch() == head.epoch() || place.again());
    }
}
