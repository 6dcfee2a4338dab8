package io.onefold.profile.state;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept of a set of events. {@link #merge} with {@link #EMPTY} is a commutative monoid, so neither the order of events
 * nor the way in which they are parted matters: the state of a profile is the merge of the states of its records, and the state of a
 * record that of its events. It counts, so each event and each record must be merged once.
 *
 * @param thirdParty by the event that brought the row
 * @param firstCreating the earliest event of a source that may create profiles: the profile exists from then on
 * @param identifiers those that came with the events, whoever holds them now
 */
public record ProfileState(
        SortedMap<String, TraitValue> traits,
        SortedMap<ConsentKey, ConsentValue> consents,
        SortedMap<Stamp, ThirdPartyValue> thirdParty,
        SortedMap<BehaviourKey, BehaviourValue> behaviours,
        Sessions sessions,
        @Nullable SurveyValue survey,
        long eventCount,
        long enrichingEventCount,
        @Nullable Span span,
        @Nullable Instant firstCreating,
        SortedMap<IdentifierKey, Seen> identifiers) {
    public static final ProfileState EMPTY = new ProfileState(
            Maps.empty(),
            Maps.empty(),
            Maps.empty(),
            Maps.empty(),
            Sessions.NONE,
            null,
            0,
            0,
            null,
            null,
            Maps.empty());

    /** The state of one event. */
    public static ProfileState of(EventFacts event) {
        Stamp stamp = event.stamp();
        TreeMap<String, TraitValue> traits = new TreeMap<>();
        event.traits().forEach(t -> traits.put(t.name(), new TraitValue(stamp, event.source(), t.json())));
        TreeMap<ConsentKey, ConsentValue> consents = new TreeMap<>();
        event.consents()
                .forEach(c -> consents.merge(
                        c.key(), new ConsentValue(stamp, event.source(), c.granted()), ConsentValue::counting));
        TreeMap<Stamp, ThirdPartyValue> thirdParty = new TreeMap<>();
        ThirdPartyValue row = event.thirdParty();
        if (row != null) {
            thirdParty.put(stamp, row);
        }
        TreeMap<BehaviourKey, BehaviourValue> behaviours = new TreeMap<>();
        behaviours.put(event.kind(), new BehaviourValue(1, event.time(), stamp, event.scalars(), sums(event)));
        Instant creating = event.enriching() ? null : event.time();
        TreeMap<IdentifierKey, Seen> identifiers = new TreeMap<>();
        event.identifiers().forEach(identifier -> identifiers.put(identifier, new Seen(creating, event.time())));
        Long session = event.session();
        BigDecimal score = event.score();
        return new ProfileState(
                traits,
                consents,
                thirdParty,
                behaviours,
                session == null ? Sessions.NONE : Sessions.of(session),
                score == null ? null : new SurveyValue(stamp, score),
                1,
                event.enriching() ? 1 : 0,
                new Span(event.time(), event.time()),
                creating,
                identifiers);
    }

    private static SortedMap<String, BigDecimal> sums(EventFacts event) {
        return event.measures().isEmpty() ? Maps.empty() : new TreeMap<>(event.measures());
    }

    public static ProfileState merge(ProfileState a, ProfileState b) {
        if (a.isEmpty()) {
            return b;
        }
        if (b.isEmpty()) {
            return a;
        }
        return new ProfileState(
                Maps.union(a.traits, b.traits, TraitValue::later),
                Maps.union(a.consents, b.consents, ConsentValue::counting),
                Maps.union(a.thirdParty, b.thirdParty, ThirdPartyValue::same),
                Maps.union(a.behaviours, b.behaviours, BehaviourValue::both),
                Sessions.union(a.sessions, b.sessions),
                SurveyValue.later(a.survey, b.survey),
                a.eventCount + b.eventCount,
                a.enrichingEventCount + b.enrichingEventCount,
                Span.union(a.span, b.span),
                Seen.earlier(a.firstCreating, b.firstCreating),
                Maps.union(a.identifiers, b.identifiers, Seen::both));
    }

    /** Merges by halves, so that a long list costs no more than its length times a logarithm. */
    public static ProfileState mergeAll(List<ProfileState> parts) {
        return switch (parts.size()) {
            case 0 -> EMPTY;
            case 1 -> parts.get(0);
            default -> {
                int half = parts.size() / 2;
                yield merge(mergeAll(parts.subList(0, half)), mergeAll(parts.subList(half, parts.size())));
            }
        };
    }

    public static ProfileState fold(List<EventFacts> events) {
        return mergeAll(events.stream().map(ProfileState::of).toList());
    }

    public boolean isEmpty() {
        return eventCount == 0;
    }

    /** Whether a source that may create profiles has sent one of the events. */
    public boolean exists() {
        return eventCount > enrichingEventCount;
    }

    /** The identifiers of a namespace among those that came with the events. */
    public SortedMap<IdentifierKey, Seen> identifiersOf(String namespace) {
        return identifiers.subMap(new IdentifierKey(namespace, ""), new IdentifierKey(namespace + '\0', ""));
    }

    /** When an identifier first came with an event of a source that may create profiles; null: never. */
    public @Nullable Instant firstCreating(String namespace, String value) {
        Seen seen = identifiers.get(new IdentifierKey(namespace, value));
        return seen == null ? null : seen.firstCreating();
    }
}
