package io.onefold.segment.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.onefold.domain.IdentifierNormalizer;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.ConsentStatement;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.ThirdParty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Events as they are filed, of a folder of input: a plain reading of its own of what the files mean. */
final class InputEvents {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final List<String> CHANNELS =
            List.of("web", "mobile", "orders", "email", "support", "survey", "social");

    private final Inputs inputs;
    private final Consumer<Event> use;
    private final Set<String> seen = new HashSet<>();

    private InputEvents(Inputs inputs, Consumer<Event> use) {
        this.inputs = inputs;
        this.use = use;
    }

    static void read(Inputs inputs, Consumer<Event> use) {
        InputEvents events = new InputEvents(inputs, use);
        CHANNELS.forEach(source -> inputs.lines(source + ".jsonl", line -> events.message(source, json(line))));
        inputs.rows("crm.csv", events::crm);
        inputs.rows("dmp.csv", events::dmp);
        if (inputs.has("stores.csv")) {
            inputs.rows("stores.csv", events::store);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private void message(String source, JsonNode message) {
        JsonNode context = message.path("context");
        String type = message.path("type").asText();
        String name = message.path(type.equals("track") ? "event" : "name").asText("");
        Event.Builder event = event(
                        source.equals("orders") ? "payment" : source,
                        source + "/" + message.path("messageId").asText(),
                        message.path("timestamp").asText())
                .setType(EventType.valueOf("EVENT_TYPE_" + type.toUpperCase(Locale.ROOT)))
                .setName(name)
                .setProperties(object(message.path("properties")))
                .setTraits(type.equals("identify") ? object(message.path("traits")) : "{}")
                .setContext(object(context));
        identifier(event, "user_id", message.path("userId").asText(""));
        identifier(event, "anonymous_id", message.path("anonymousId").asText(""));
        for (JsonNode traits : List.of(message.path("traits"), context.path("traits"))) {
            identifier(event, "email", traits.path("email").asText(""));
            identifier(event, "phone", traits.path("phone").asText(""));
        }
        for (JsonNode external : context.path("externalIds")) {
            identifier(
                    event, external.path("type").asText(), external.path("id").asText());
        }
        if (name.equals("Unsubscribed")) {
            event.addConsents(consent("marketing", "email", false));
        }
        done(event);
    }

    private void crm(Inputs.Row row) {
        Event.Builder event = event("crm", row.get("crm_id") + "@" + row.get("updated_at"), row.get("updated_at"))
                .setType(EventType.EVENT_TYPE_IDENTIFY)
                .setTraits(object(row, "first_name", "last_name", "country", "email", "phone"));
        for (String namespace : List.of("crm_id", "email", "phone", "loyalty_id", "twitter_id")) {
            identifier(event, namespace, row.get(namespace));
        }
        if (!row.get("consent_email").isEmpty()) {
            event.addConsents(
                    consent("marketing", "email", row.get("consent_email").equals("Y")));
        }
        done(event);
    }

    private void dmp(Inputs.Row row) {
        Event.Builder event = event("dmp", row.get("dmp_id"), row.get("synced_at"))
                .setEnriching(true)
                .setType(EventType.EVENT_TYPE_IDENTIFY)
                .setTraits(object(row, "age", "job", "marital", "education"))
                .setThirdParty(ThirdParty.newBuilder()
                        .setProvider(row.get("provider"))
                        .setExpireTime(timestamp(row.get("expires_at"))));
        identifier(event, "anonymous_id", row.get("anonymous_id"));
        done(event);
    }

    private void store(Inputs.Row row) {
        Event.Builder event = event("file", row.get("visit_id"), row.get("visited_at"))
                .setType(EventType.EVENT_TYPE_TRACK)
                .setName("Store Visited")
                .setProperties(object(row, "store"));
        identifier(event, "loyalty_id", row.get("loyalty_id"));
        identifier(event, "email", row.get("email"));
        done(event);
    }

    private static Event.Builder event(String channel, String messageId, String time) {
        return Event.newBuilder()
                .setEventId(UUID.nameUUIDFromBytes(messageId.getBytes(StandardCharsets.UTF_8))
                        .toString())
                .setMessageId(messageId)
                .setChannel(Channel.valueOf("CHANNEL_" + channel.toUpperCase(Locale.ROOT)))
                .setEventTime(timestamp(time));
    }

    /** What is delivered twice counts once. */
    private void done(Event.Builder event) {
        if (seen.add(event.getEventId())) {
            use.accept(event.build());
        }
    }

    private static String object(JsonNode node) {
        return node.isObject() ? node.toString() : "{}";
    }

    /** An empty cell is absent. */
    private static String object(Inputs.Row row, String... columns) {
        var object = JSON.createObjectNode();
        for (String column : columns) {
            if (!row.get(column).isEmpty()) {
                object.put(column, row.get(column));
            }
        }
        return object.toString();
    }

    private static void identifier(Event.Builder event, String namespace, String raw) {
        if (!raw.isBlank()) {
            var normal = IdentifierNormalizer.normalize(namespace, raw);
            event.addIdentifiers(Identifier.newBuilder()
                    .setNamespace(normal.namespace())
                    .setValue(normal.value())
                    .setInvalid(!normal.valid()));
        }
    }

    private static ConsentStatement consent(String purpose, String channel, boolean granted) {
        return ConsentStatement.newBuilder()
                .setPurpose(purpose)
                .setChannel(channel)
                .setGranted(granted)
                .build();
    }

    private static Timestamp timestamp(String text) {
        Instant instant = Instant.parse(text);
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
