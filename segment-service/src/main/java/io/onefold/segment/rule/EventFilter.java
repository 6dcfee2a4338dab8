package io.onefold.segment.rule;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which events are read of a profile.
 *
 * @param type empty: any; so is the channel
 * @param name empty: any
 */
public record EventFilter(Optional<EventType> type, String name, Optional<Channel> channel, Content content) {
    private static final EventFilter ALL = new EventFilter(Optional.empty(), "", Optional.empty(), Content.ANY);

    /** A selector with more combinations is read by fewer, wider filters. */
    private static final int MOST = 64;

    /** What an event must state. */
    public enum Content {
        ANY,
        TRAITS,
        CONSENT,
        THIRD_PARTY
    }

    static EventFilter stating(Content content) {
        return new EventFilter(Optional.empty(), "", Optional.empty(), content);
    }

    /** Each combination of type, name and channel. The names, of which a selector has at most as many, leave out the most. */
    static Set<EventFilter> of(EventSelector selector) {
        Collection<Optional<EventType>> types = options(selector.types());
        Collection<Optional<String>> names = options(selector.names());
        Collection<Optional<Channel>> channels = options(selector.channels());
        if ((long) types.size() * names.size() * channels.size() > MOST) {
            channels = List.of(Optional.empty());
        }
        if ((long) types.size() * names.size() > MOST) {
            types = List.of(Optional.empty());
        }
        Set<EventFilter> filters = new HashSet<>();
        for (Optional<EventType> type : types) {
            for (Optional<String> name : names) {
                for (Optional<Channel> channel : channels) {
                    filters.add(new EventFilter(type, name.orElse(""), channel, Content.ANY));
                }
            }
        }
        return filters;
    }

    /** As they are when they are few enough; else wider ones that select at least the same: of any channel, then of any name, then all. */
    static Set<EventFilter> atMost(int most, Set<EventFilter> filters) {
        Set<EventFilter> wider = filters;
        if (wider.size() > most) {
            wider = wider.stream().map(EventFilter::ofAnyChannel).collect(Collectors.toSet());
        }
        if (wider.size() > most) {
            wider = wider.stream().map(EventFilter::ofAnyName).collect(Collectors.toSet());
        }
        return wider.size() > most ? Set.of(ALL) : wider;
    }

    private EventFilter ofAnyChannel() {
        return new EventFilter(type, name, Optional.empty(), content);
    }

    private EventFilter ofAnyName() {
        return new EventFilter(type, "", Optional.empty(), content);
    }

    boolean selects(Readable event) {
        return (type.isEmpty() || type.get() == event.type())
                && (name.isEmpty() || name.equals(event.name()))
                && (channel.isEmpty() || channel.get() == event.channel())
                && switch (content) {
                    case ANY -> true;
                    case TRAITS -> event.statesTraits();
                    case CONSENT -> event.statesConsent();
                    case THIRD_PARTY -> event.isThirdParty();
                };
    }

    private static <T> Collection<Optional<T>> options(Collection<T> stated) {
        return stated.isEmpty()
                ? List.of(Optional.empty())
                : stated.stream().map(Optional::of).toList();
    }
}
