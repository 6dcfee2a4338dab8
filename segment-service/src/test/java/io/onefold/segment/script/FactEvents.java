package io.onefold.segment.script;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.ConsentStatement;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.ThirdParty;
import io.onefold.segment.evaluation.EventFact;
import io.onefold.segment.evaluation.Scalar;
import io.onefold.segment.evaluation.ThirdPartyFact;
import io.onefold.segment.rule.PropertyPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Facts as the events of which they would have been read. */
final class FactEvents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

    private FactEvents() {}

    static Event event(EventFact fact, Instant received) {
        Event.Builder event = Event.newBuilder()
                .setEventId(fact.id().toString())
                .setMessageId(fact.id().toString())
                .setSource("random")
                .setChannel(Channel.valueOf("CHANNEL_" + fact.channel().name()))
                .setType(EventType.valueOf("EVENT_TYPE_" + fact.type().name()))
                .setName(fact.name())
                .setEventTime(PersonCodec.timestamp(fact.time()))
                .setReceiveTime(PersonCodec.timestamp(received))
                .setEnriching(fact.enriching())
                .setProperties(object(fact, PropertyPath.Root.PROPERTIES))
                .setTraits(object(fact, PropertyPath.Root.TRAITS))
                .setContext(object(fact, PropertyPath.Root.CONTEXT));
        fact.namespaces()
                .forEach(namespace -> event.addIdentifiers(
                        Identifier.newBuilder().setNamespace(namespace).setValue("some")));
        fact.consents()
                .forEach(consent -> event.addConsents(ConsentStatement.newBuilder()
                        .setPurpose(consent.purpose())
                        .setChannel(consent.channel())
                        .setGranted(consent.granted())));
        fact.thirdParty().ifPresent(row -> event.setThirdParty(row(row)));
        return event.build();
    }

    private static ThirdParty row(ThirdPartyFact row) {
        ThirdParty.Builder proto = ThirdParty.newBuilder().setProvider(row.provider());
        row.expireTime().ifPresent(time -> proto.setExpireTime(PersonCodec.timestamp(time)));
        return proto.build();
    }

    private static String object(EventFact fact, PropertyPath.Root root) {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<PropertyPath, Scalar> value : fact.values().entrySet()) {
            List<String> names = value.getKey().names();
            if (value.getKey().root() == root) {
                ObjectNode inner = object;
                for (String name : names.subList(0, names.size() - 1)) {
                    inner = inner.withObjectProperty(name);
                }
                put(inner, names.get(names.size() - 1), value.getValue());
            }
        }
        return object.toString();
    }

    private static void put(ObjectNode object, String name, Scalar value) {
        if (value instanceof Scalar.Text text) {
            object.put(name, text.value());
        } else if (value instanceof Scalar.Number number) {
            object.set(name, JSON.numberNode(number.value()));
        } else if (value instanceof Scalar.Flag flag) {
            object.put(name, flag.value());
        } else {
            object.putNull(name);
        }
    }
}
