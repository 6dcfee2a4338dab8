package io.onefold.segment.rule;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which events: those that satisfy everything that is stated.
 *
 * @param types empty: any; so are names and channels. Kept in order, so that equal selectors also read alike
 * @param where all must hold
 * @param window an event at t is selected from t to t + window, both included
 */
public record EventSelector(
        Set<EventType> types,
        Set<String> names,
        Set<Channel> channels,
        List<PropertyCondition> where,
        Optional<Duration> window,
        Optional<Relation> relation,
        Optional<Following> followedBy) {
    public static final EventSelector ANY = new EventSelector(
            Set.of(), Set.of(), Set.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public EventSelector {
        types = Collections.unmodifiableSet(new TreeSet<>(types));
        names = Collections.unmodifiableSet(new TreeSet<>(names));
        channels = Collections.unmodifiableSet(new TreeSet<>(channels));
        where = List.copyOf(where);
    }

    public static EventSelector track(String name) {
        return ANY.types(EventType.TRACK).names(name);
    }

    public EventSelector types(EventType... some) {
        return new EventSelector(Set.of(some), names, channels, where, window, relation, followedBy);
    }

    public EventSelector names(String... some) {
        return new EventSelector(types, Set.of(some), channels, where, window, relation, followedBy);
    }

    public EventSelector channels(Channel... some) {
        return new EventSelector(types, names, Set.of(some), where, window, relation, followedBy);
    }

    public EventSelector where(PropertyCondition... conditions) {
        return new EventSelector(types, names, channels, List.of(conditions), window, relation, followedBy);
    }

    public EventSelector within(Duration last) {
        return new EventSelector(types, names, channels, where, Optional.of(last), relation, followedBy);
    }

    public EventSelector related(Relation relation) {
        return new EventSelector(types, names, channels, where, window, Optional.of(relation), followedBy);
    }

    public EventSelector followedBy(Following following) {
        return new EventSelector(types, names, channels, where, window, relation, Optional.of(following));
    }

    Needs needs() {
        Needs own = Needs.of(EventFilter.of(this));
        for (PropertyCondition condition : where) {
            own = own.and(Needs.of(condition.path()));
        }
        own = own.and(relation.map(related -> related.of().needs()).orElse(Needs.NONE));
        return own.and(followedBy.map(following -> following.events().needs()).orElse(Needs.NONE));
    }
}
