package io.onefold.profile.state;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The same answers by sorting all events first: slow and obvious. */
final class SlowFold {
    private SlowFold() {}

    static SortedMap<String, TraitValue> traits(List<EventFacts> events) {
        SortedMap<String, TraitValue> traits = new TreeMap<>();
        for (EventFacts event : sorted(events)) {
            event.traits().forEach(t -> traits.put(t.name(), new TraitValue(event.stamp(), event.source(), t.json())));
        }
        return traits;
    }

    static SortedMap<ConsentKey, Boolean> granted(List<EventFacts> events) {
        SortedMap<ConsentKey, Boolean> granted = new TreeMap<>();
        SortedMap<ConsentKey, Instant> at = new TreeMap<>();
        for (EventFacts event : sorted(events)) {
            for (EventFacts.Consent consent : event.consents()) {
                boolean sameInstant = event.time().equals(at.put(consent.key(), event.time()));
                granted.merge(consent.key(), consent.granted(), (old, now) -> sameInstant ? old && now : now);
            }
        }
        return granted;
    }

    static SortedMap<ConsentKey, Boolean> granted(ProfileState state) {
        SortedMap<ConsentKey, Boolean> granted = new TreeMap<>();
        state.consents().forEach((key, value) -> granted.put(key, value.granted()));
        return granted;
    }

    static Map<BehaviourKey, BigDecimal> totals(List<EventFacts> events) {
        Map<BehaviourKey, BigDecimal> totals = new TreeMap<>();
        for (EventFacts event : events) {
            event.measures().forEach((name, amount) -> totals.merge(event.kind(), amount, BigDecimal::add));
        }
        return totals;
    }

    static Map<BehaviourKey, BigDecimal> totals(ProfileState state) {
        Map<BehaviourKey, BigDecimal> totals = new TreeMap<>();
        state.behaviours().forEach((kind, value) -> value.sums().forEach((name, sum) -> totals.put(kind, sum)));
        return totals;
    }

    static Optional<Instant> firstCreating(List<EventFacts> events) {
        return events.stream()
                .filter(event -> !event.enriching())
                .map(EventFacts::time)
                .min(Comparator.naturalOrder());
    }

    static SortedMap<IdentifierKey, Seen> identifiers(List<EventFacts> events) {
        SortedMap<IdentifierKey, Seen> identifiers = new TreeMap<>();
        for (EventFacts event : events) {
            for (IdentifierKey identifier : event.identifiers()) {
                List<EventFacts> with = events.stream()
                        .filter(other -> other.identifiers().contains(identifier))
                        .toList();
                Instant last = with.stream()
                        .map(EventFacts::time)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                identifiers.put(identifier, new Seen(firstCreating(with).orElse(null), last));
            }
        }
        return identifiers;
    }

    private static List<EventFacts> sorted(List<EventFacts> events) {
        List<EventFacts> sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparing(EventFacts::stamp));
        return sorted;
    }
}
