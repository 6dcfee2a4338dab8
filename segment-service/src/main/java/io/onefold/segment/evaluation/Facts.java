package io.onefold.segment.evaluation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is known of one profile.
 *
 * @param firstTime the earliest event of a source that may create profiles: before it, or without it, the profile is in no audience
 * @param events those that rules read, by time and id; each id once
 * @param namespaces of the identifiers that the profile holds now, each with the earliest event that brought one
 * @param complete false when there are more events than were read: then every condition on events is unknown, and the one on identifiers, which are always known, is not
 */
public record Facts(
        Optional<Instant> firstTime, List<EventFact> events, SortedMap<String, Instant> namespaces, boolean complete) {
    /** Of a profile that is no more, or never was. */
    public static final Facts NONE = new Facts(Optional.empty(), List.of(), new TreeMap<>(), true);

    public Facts {
        firstTime = firstTime.map(Facts::micros);
        events = inOrder(events);
        SortedMap<String, Instant> times = new TreeMap<>();
        namespaces.forEach((namespace, first) -> times.put(namespace, micros(first)));
        namespaces = Collections.unmodifiableSortedMap(times);
    }

    /** The latest instant at which the clock must have stood, going by the events that are known here; empty when none tells. */
    public Optional<Instant> reached() {
        return reached(events);
    }

    /** The time of the last event that was not dated ahead: the clock had come to it when it came. */
    public static Optional<Instant> reached(List<EventFact> events) {
        return events.stream()
                .filter(event -> !event.time().isAfter(event.received()))
                .map(EventFact::time)
                .max(Comparator.naturalOrder());
    }

    /** When something happened that can turn a rule: an event that matters, or the first of the profile or of a namespace. */
    public Happenings happenings(Predicate<EventFact> matters) {
        Stream<Instant> beginnings = Stream.concat(firstTime.stream(), namespaces.values().stream());
        return Happenings.of(
                Stream.concat(beginnings, events.stream().filter(matters).map(EventFact::time)));
    }

    /**
     * These facts with more events, which move neither the beginning of the profile nor that of a namespace; one that is there already is
     * not added twice.
     */
    public Facts and(List<EventFact> added) {
        return andNews(news(added));
    }

    /** The same with what is {@link #news}. */
    public Facts andNews(List<EventFact> news) {
        return news.isEmpty() ? this : new Facts(firstTime, merged(news), namespaces, complete);
    }

    /** Those of some events that are not there yet, each once and in order. */
    public List<EventFact> news(List<EventFact> added) {
        List<EventFact> news = new ArrayList<>();
        for (EventFact event : inOrder(added)) {
            // In order, so an event that is added twice stands beside itself.
            boolean twice = !news.isEmpty() && news.get(news.size() - 1).id().equals(event.id());
            if (!twice && Collections.binarySearch(events, event, EventFact.ORDER) < 0) {
                news.add(event);
            }
        }
        return news;
    }

    /** These facts without their events, of which there are too many. */
    public Facts cut() {
        return new Facts(firstTime, List.of(), namespaces, false);
    }

    /** These facts with only some of the events. */
    public Facts keeping(Predicate<EventFact> kept) {
        List<EventFact> some = events.stream().filter(kept).toList();
        return some.size() == events.size() ? this : new Facts(firstTime, some, namespaces, complete);
    }

    /** Whether an event that matters happened at an instant, and had come before it: its sender dated it ahead. */
    public boolean foretold(Instant at, Predicate<EventFact> matters) {
        return events.stream()
                .anyMatch(event -> event.time().equals(at) && event.received().isBefore(at) && matters.test(event));
    }

    private List<EventFact> merged(List<EventFact> more) {
        List<EventFact> all = new ArrayList<>(events.size() + more.size());
        all.addAll(events);
        all.addAll(more);
        return all;
    }

    private static List<EventFact> inOrder(List<EventFact> events) {
        for (int i = 1; i < events.size(); i++) {
            if (EventFact.ORDER.compare(events.get(i - 1), events.get(i)) > 0) {
                List<EventFact> sorted = new ArrayList<>(events);
                sorted.sort(EventFact.ORDER);
                return List.copyOf(sorted);
            }
        }
        return List.copyOf(events);
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
