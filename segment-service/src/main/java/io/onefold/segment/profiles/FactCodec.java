package io.onefold.segment.profiles;

import com.google.protobuf.Timestamp;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.NamespaceFact;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.type.v1.ConsentStatement;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.ThirdParty;
import io.onefold.segment.evaluation.ConsentFact;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Facts;
import io.onefold.segment.evaluation.Scalar;
import io.onefold.segment.evaluation.ThirdPartyFact;
import io.onefold.segment.rule.Channel;
import io.onefold.segment.rule.EventFilter;
import io.onefold.segment.rule.EventType;
import io.onefold.segment.rule.Needs;
import io.onefold.segment.rule.PropertyPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Facts out of events, of which only the wanted paths are kept. On the hot path, so straight from the generated types. */
public final class FactCodec {
    private static final String NO_MEMBERS = "{}";

    private final WantedPaths properties;
    private final WantedPaths traits;
    private final WantedPaths context;

    /** @param paths what rules read of events */
    public FactCodec(Set<PropertyPath> paths) {
        this.properties = WantedPaths.of(PropertyPath.Root.PROPERTIES, paths);
        this.traits = WantedPaths.of(PropertyPath.Root.TRAITS, paths);
        this.context = WantedPaths.of(PropertyPath.Root.CONTEXT, paths);
    }

    /** What to ask the profile-service for. */
    public static List<FactSelector> selectors(Needs needs) {
        return needs.events().stream().map(FactCodec::selector).toList();
    }

    private static FactSelector selector(EventFilter filter) {
        FactSelector.Builder proto = FactSelector.newBuilder()
                .setName(filter.name())
                .setContent(
                        switch (filter.content()) {
                            case ANY -> FactSelector.Content.CONTENT_UNSPECIFIED;
                            case TRAITS -> FactSelector.Content.CONTENT_TRAITS;
                            case CONSENT -> FactSelector.Content.CONTENT_CONSENT;
                            case THIRD_PARTY -> FactSelector.Content.CONTENT_THIRD_PARTY;
                        });
        filter.type()
                .map(type -> io.onefold.proto.type.v1.EventType.valueOf("EVENT_TYPE_" + type.name()))
                .ifPresent(proto::setType);
        filter.channel()
                .map(channel -> io.onefold.proto.type.v1.Channel.valueOf("CHANNEL_" + channel.name()))
                .ifPresent(proto::setChannel);
        return proto.build();
    }

    /** Reads a profile's facts; one that does not exist has none. */
    public Facts facts(ProfileFacts proto) {
        if (!proto.getExists()) {
            return Facts.NONE;
        }
        SortedMap<String, Instant> namespaces = new TreeMap<>();
        for (NamespaceFact namespace : proto.getNamespacesList()) {
            // Without a time it comes from sources that only enrich: they bring nobody an identifier.
            if (namespace.hasFirstTime()) {
                namespaces.put(namespace.getNamespace(), instant(namespace.getFirstTime()));
            }
        }
        return new Facts(
                proto.hasFirstTime() ? Optional.of(instant(proto.getFirstTime())) : Optional.empty(),
                // Of too many events none are kept: no condition that reads any has a value.
                proto.getOverflow() ? List.of() : events(proto.getEventsList()),
                namespaces,
                !proto.getOverflow());
    }

    public List<EventFact> events(List<Event> protos) {
        List<EventFact> events = new ArrayList<>(protos.size());
        for (Event proto : protos) {
            events.add(event(proto));
        }
        return events;
    }

    public EventFact event(Event proto) {
        Map<PropertyPath, Scalar> values = new HashMap<>();
        properties.read(proto.getProperties(), values);
        traits.read(proto.getTraits(), values);
        context.read(proto.getContext(), values);
        return new EventFact(
                UUID.fromString(proto.getEventId()),
                instant(proto.getEventTime()),
                type(proto.getType()),
                proto.getName(),
                channel(proto.getChannel()),
                proto.getEnriching(),
                namespaces(proto.getIdentifiersList()),
                values,
                consents(proto.getConsentsList()),
                !proto.hasThirdParty() && !isEmpty(proto.getTraits()),
                proto.hasThirdParty() ? Optional.of(thirdParty(proto.getThirdParty())) : Optional.empty(),
                proto.getSerializedSize(),
                // What does not say when it came is no reason to look further than the clock.
                proto.hasReceiveTime() ? instant(proto.getReceiveTime()) : Instant.EPOCH);
    }

    static boolean isEmpty(String object) {
        return object.isEmpty() || object.equals(NO_MEMBERS);
    }

    /** An identifier that is not well formed is held by nobody. */
    private static Set<String> namespaces(List<Identifier> identifiers) {
        Set<String> namespaces = new HashSet<>();
        for (Identifier identifier : identifiers) {
            if (!identifier.getInvalid()) {
                namespaces.add(identifier.getNamespace());
            }
        }
        return namespaces;
    }

    private static List<ConsentFact> consents(List<ConsentStatement> statements) {
        List<ConsentFact> consents = new ArrayList<>(statements.size());
        for (ConsentStatement statement : statements) {
            consents.add(new ConsentFact(statement.getPurpose(), statement.getChannel(), statement.getGranted()));
        }
        return consents;
    }

    private static ThirdPartyFact thirdParty(ThirdParty proto) {
        return new ThirdPartyFact(
                proto.getProvider(),
                proto.hasExpireTime() ? Optional.of(instant(proto.getExpireTime())) : Optional.empty());
    }

    private static EventType type(io.onefold.proto.type.v1.EventType proto) {
        return switch (proto) {
            case EVENT_TYPE_TRACK -> EventType.TRACK;
            case EVENT_TYPE_IDENTIFY -> EventType.IDENTIFY;
            case EVENT_TYPE_PAGE -> EventType.PAGE;
            case EVENT_TYPE_SCREEN -> EventType.SCREEN;
            case EVENT_TYPE_GROUP -> EventType.GROUP;
            case EVENT_TYPE_ALIAS -> EventType.ALIAS;
            case EVENT_TYPE_UNSPECIFIED, UNRECOGNIZED -> EventType.OTHER;
        };
    }

    private static Channel channel(io.onefold.proto.type.v1.Channel proto) {
        return switch (proto) {
            case CHANNEL_WEB -> Channel.WEB;
            case CHANNEL_MOBILE -> Channel.MOBILE;
            case CHANNEL_CRM -> Channel.CRM;
            case CHANNEL_PAYMENT -> Channel.PAYMENT;
            case CHANNEL_SUPPORT -> Channel.SUPPORT;
            case CHANNEL_SOCIAL -> Channel.SOCIAL;
            case CHANNEL_EMAIL -> Channel.EMAIL;
            case CHANNEL_SURVEY -> Channel.SURVEY;
            case CHANNEL_FILE -> Channel.FILE;
            case CHANNEL_DMP -> Channel.DMP;
            case CHANNEL_UNSPECIFIED, UNRECOGNIZED -> Channel.OTHER;
        };
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
