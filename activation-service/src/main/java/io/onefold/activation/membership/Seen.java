package io.onefold.activation.membership;

import io.onefold.activation.membership.Reading.Placed;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What has been seen of some memberships; learns from what it is asked about, in the feed's order. */
final class Seen {
    /** Which membership. */
    record Key(UUID profileId, String workspace, String audience) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::profileId)
                .thenComparing(Key::workspace)
                .thenComparing(Key::audience);

        static Key of(Entry entry) {
            return new Key(entry.profileId(), entry.workspace(), entry.audience());
        }
    }

    /** The highest sequence and the latest instant: a late entry has the one without the other. */
    record Mark(long sequence, Instant until) {
        boolean covers(Entry entry) {
            return entry.sequence() <= sequence && !entry.effectiveTime().isAfter(until);
        }

        Mark and(Entry entry) {
            return new Mark(
                    Math.max(sequence, entry.sequence()),
                    entry.effectiveTime().isAfter(until) ? entry.effectiveTime() : until);
        }
    }

    private final Map<Key, Mark> marks;

    Seen(Map<Key, Mark> marks) {
        this.marks = new HashMap<>(marks);
    }

    /** Whether it is news. Only what is read again can be none: behind it a restored feed uses sequences again. */
    Arrival arrival(Placed placed) {
        Entry entry = placed.entry();
        Mark mark = marks.get(Key.of(entry));
        boolean known = placed.place().again() && mark != null && mark.covers(entry);
        marks.put(Key.of(entry), mark == null ? new Mark(entry.sequence(), entry.effectiveTime()) : mark.and(entry));
        return new Arrival(entry, !known, Optional.of(placed.place()));
    }
}
