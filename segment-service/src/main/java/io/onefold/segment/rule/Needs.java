package io.onefold.segment.rule;

import java.util.HashSet;
import java.util.Set;

/**
 * What rules read of a profile.
 *
 * @param events an event that one of these selects
 * @param paths the values that are read of such events
 * @param namespaces whether the namespaces of the identifiers are read
 */
public record Needs(Set<EventFilter> events, Set<PropertyPath> paths, boolean namespaces) {
    /** What the profile-service takes in one request. */
    private static final int MOST_FILTERS = 256;

    public static final Needs NONE = new Needs(Set.of(), Set.of(), false);
    static final Needs NAMESPACES = new Needs(Set.of(), Set.of(), true);

    public Needs {
        events = Set.copyOf(events);
        paths = Set.copyOf(paths);
    }

    static Needs of(Set<EventFilter> events) {
        return new Needs(events, Set.of(), false);
    }

    static Needs of(EventFilter.Content content) {
        return of(Set.of(EventFilter.stating(content)));
    }

    static Needs of(PropertyPath path) {
        return new Needs(Set.of(), Set.of(path), false);
    }

    /** These and others. */
    public Needs and(Needs other) {
        return new Needs(
                EventFilter.atMost(MOST_FILTERS, both(events, other.events)),
                both(paths, other.paths),
                namespaces || other.namespaces);
    }

    /** Whether a rule may read the event: an event that is not selected changes nothing. */
    public boolean selects(Readable event) {
        for (EventFilter filter : events) {
            if (filter.selects(event)) {
                return true;
            }
        }
        return false;
    }

    private static <T> Set<T> both(Set<T> one, Set<T> other) {
        if (other.isEmpty()) {
            return one;
        }
        Set<T> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }
}
