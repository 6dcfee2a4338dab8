package io.onefold.segment.script;

import com.google.protobuf.Timestamp;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.NamespaceFact;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Profiles of the script as the profile-service tells of them. */
final class PersonCodec {
    /** As the contract says; the bytes are not counted. */
    private static final int MOST_EVENTS = 20_000;

    private PersonCodec() {}

    static ProfileFacts facts(Person person, List<FactSelector> selectors) {
        ProfileFacts.Builder facts = ProfileFacts.newBuilder()
                .setWorkspace(person.version() == 0 ? "" : person.workspace())
                .setProfileId(person.id().toString())
                .setVersion(person.version())
                .setExists(person.exists())
                .setResolvesTo(person.resolvesTo().map(Object::toString).orElse(""));
        if (!person.exists()) {
            return facts.build();
        }
        firstTimes(person).forEach((what, first) -> {
            if (what.isEmpty()) {
                facts.setFirstTime(timestamp(first));
            } else {
                facts.addNamespaces(
                        NamespaceFact.newBuilder().setNamespace(what).setFirstTime(timestamp(first)));
            }
        });
        List<Event> selected = person.happenings().stream()
                .sorted(Comparator.comparing(Person.Happening::time)
                        .thenComparing(one -> one.eventId().toString()))
                .map(one -> one.event(person.workspace()))
                .filter(one -> selectors.stream().anyMatch(selector -> selects(selector, one)))
                .toList();
        return facts.addAllEvents(selected.subList(0, Math.min(selected.size(), MOST_EVENTS)))
                .setOverflow(selected.size() > MOST_EVENTS)
                .build();
    }

    /** Since when it has existed, under the empty name, and held an identifier of each namespace. */
    static SortedMap<String, Instant> firstTimes(Person person) {
        SortedMap<String, Instant> first = new TreeMap<>();
        for (Person.Happening one : person.happenings()) {
            if (one.isCreating()) {
                Stream.concat(
                                Stream.of(""),
                                one.whole().stream()
                                        .flatMap(event -> event.getIdentifiersList().stream())
                                        .map(Identifier::getNamespace))
                        .forEach(what -> first.merge(what, one.time(), (a, b) -> a.isBefore(b) ? a : b));
            }
        }
        return first;
    }

    private static boolean selects(FactSelector selector, Event event) {
        boolean type = selector.getType() == EventType.EVENT_TYPE_UNSPECIFIED || selector.getType() == event.getType();
        boolean name = selector.getName().isEmpty() || selector.getName().equals(event.getName());
        boolean channel =
                selector.getChannel() == Channel.CHANNEL_UNSPECIFIED || selector.getChannel() == event.getChannel();
        return type
                && name
                && channel
                && switch (selector.getContent()) {
                    case CONTENT_TRAITS ->
                        !event.hasThirdParty() && !event.getTraits().equals("{}");
                    case CONTENT_CONSENT -> event.getConsentsCount() > 0;
                    case CONTENT_THIRD_PARTY -> event.hasThirdParty();
                    case CONTENT_UNSPECIFIED, UNRECOGNIZED -> true;
                };
    }

    static Event event(String workspace, Person.Happening happening) {
        return Event.newBuilder()
                .setEventId(happening.eventId().toString())
                .setWorkspace(workspace)
                .setSource("shop")
                .setChannel(Channel.CHANNEL_WEB)
                .setType(EventType.EVENT_TYPE_TRACK)
                .setName(happening.name())
                .setMessageId(happening.eventId().toString())
                .setEventTime(timestamp(happening.time()))
                .setReceiveTime(timestamp(happening.received()))
                .setProperties("{\"total\":" + happening.total() + "}")
                .setTraits("{}")
                .setContext("{}")
                .build();
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
