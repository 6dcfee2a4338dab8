package io.onefold.profile.filing;

import io.onefold.profile.erasure.Erasure;
import io.onefold.profile.event.FiledEvent;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A piece of the log that is filed in one go: events up to an erasure, or the erasure. */
sealed interface Passage {
    /** Events in their order; at least one. */
    record Events(List<FiledEvent> events) implements Passage {
        public Events {
            events = List.copyOf(events);
        }

        /** Those of other records than these. */
        List<FiledEvent> without(Set<UUID> records) {
            return records.isEmpty()
                    ? events
                    : events.stream()
                            .filter(event -> !records.contains(event.recordId()))
                            .toList();
        }
    }

    /** A person is erased: what stands before is the past, what comes after was let in afterwards. */
    record Erased(Erasure erasure) implements Passage {}
}
