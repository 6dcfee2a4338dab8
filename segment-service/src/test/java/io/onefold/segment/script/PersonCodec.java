package io.onefold.segment.script;

import com.google.protobuf.Timestamp;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

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
        person.happenings().stream()
                .map(Person.Happening::time)
                .min(Comparator.naturalOrder())
                .ifPresent(first -> facts.setFirstTime(timestamp(first)));
        List<Person.Happening> selected = person.happenings().stream()
                .filter(one -> selectors.stream().anyMatch(selector -> selects(selector, one)))
                .sorted(Comparator.comparing(Person.Happening::time)
                        .thenComparing(one -> one.eventId().toString()))
                .toList();
        selected.stream().limit(MOST_EVENTS).forEach(one -> facts.addEvents(event(person.workspace(), one)));
        return facts.setOverflow(selected.size() > MOST_EVENTS).build();
    }

    private static boolean selects(FactSelector selector, Person.Happening happening) {
        boolean type = selector.getType() == EventType.EVENT_TYPE_UNSPECIFIED
                || selector.getType() == EventType.EVENT_TYPE_TRACK;
        boolean name = selector.getName().isEmpty() || selector.getName().equals(happening.name());
        boolean channel =
                selector.getChannel() == Channel.CHANNEL_UNSPECIFIED || selector.getChannel() == Channel.CHANNEL_WEB;
        return type && name && channel && selector.getContent() == FactSelector.Content.CONTENT_UNSPECIFIED;
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
