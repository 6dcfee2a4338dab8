package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefold.domain.IdentifierIds;
import io.onefold.domain.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a source sent. What cannot be read as an object is rejected; what can, but not as an event, is quarantined under its message
 * id, so that sending it again changes nothing.
 */
public final class EventReader {
    private final MessageNormalizer normalizer;
    private final EventLimits limits;

    public EventReader(IdentifierIds ids, EventLimits limits) {
        this.normalizer = new MessageNormalizer(ids);
        this.limits = limits;
    }

    /** What an event takes in memory: what its batch says once is copied into it, unless it is refused for its size before. */
    public int weight(Arrival arrival) {
        return isTooLarge(arrival) ? arrival.json().length : arrival.bytes();
    }

    private boolean isTooLarge(Arrival arrival) {
        return arrival.bytes() > limits.maxBytes();
    }

    public Outcome read(Arrival arrival, SourceRules source) {
        if (isTooLarge(arrival)) {
            return new Outcome.Rejected(
                    Reason.TOO_LARGE, "the event has more than " + limits.maxBytes() + " bytes of JSON");
        }
        ObjectNode sent;
        try {
            sent = JsonReader.object(arrival.json());
        } catch (Refusal refusal) {
            return unreadable(arrival, source, refusal);
        }
        @Nullable ObjectNode sound = null;
        try {
            JsonCheck.require(sent);
            sound = sent;
            ObjectNode message = message(sent, arrival, source);
            sound = message;
            return new Outcome.Normal(normalizer.normalize(message, CanonicalMessage.of(message), source));
        } catch (Refusal refusal) {
            return sound == null
                    ? quarantined(Fingerprint.of(arrival.json()), readableId(sent), arrival.json(), source, refusal)
                    : quarantined(arrival, sound, source, refusal);
        }
    }

    /** Reads what a batch says once for all its events. */
    public static Arrival.Shared shared(byte[] json) {
        try {
            ObjectNode shared = JsonReader.object(json);
            JsonCheck.require(shared);
            return new Arrival.Shared(shared, json.length);
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(refusal.detail(), refusal);
        }
    }

    private static ObjectNode message(ObjectNode sent, Arrival arrival, SourceRules source) {
        ObjectNode message =
                source.mapping().isPresent() ? mapped(sent, source.mapping().get()) : sent;
        arrival.shared().ifPresent(shared -> merge(message, shared.fields()));
        arrival.type().ifPresent(type -> requireType(message, type));
        return message;
    }

    /** The call says the type; most SDKs say it again in the event. */
    private static void requireType(ObjectNode message, String type) {
        JsonNode own = message.get("type");
        if (own == null || own.isNull()) {
            message.put("type", type);
        } else if (!own.isTextual() || !own.textValue().equals(type)) {
            throw new Refusal(Reason.TYPE_CONFLICT, "the call is for a " + type + ", the event says another type");
        }
    }

    private static ObjectNode mapped(ObjectNode row, SourceRules.Mapping mapping) {
        try {
            if (mapping.map(row) instanceof ObjectNode message) {
                JsonCheck.require(message);
                return message;
            }
        } catch (MappingFailed e) {
            throw new Refusal(Reason.MAPPING_FAILED, "the source's mapping failed on the row");
        }
        throw new Refusal(Reason.MAPPING_FAILED, "the source's mapping made no message of the row");
    }

    /** An event's own word goes before the batch's; objects are merged key by key. */
    private static void merge(ObjectNode message, ObjectNode shared) {
        for (Map.Entry<String, JsonNode> field : shared.properties()) {
            JsonNode own = message.get(field.getKey());
            if (own == null || own.isNull()) {
                message.set(field.getKey(), field.getValue().deepCopy());
            } else if (own instanceof ObjectNode object && field.getValue() instanceof ObjectNode more) {
                more.properties().forEach(one -> {
                    if (!object.has(one.getKey())) {
                        object.set(one.getKey(), one.getValue().deepCopy());
                    }
                });
            }
        }
    }

    private static Outcome unreadable(Arrival arrival, SourceRules source, Refusal refusal) {
        if (refusal.reason() == Reason.BAD_NUMBER) {
            return quarantined(Fingerprint.of(arrival.json()), null, arrival.json(), source, refusal);
        }
        return new Outcome.Rejected(refusal.reason(), refusal.detail());
    }

    /** Sound JSON, but no event: named by its content, so that its receive and send times do not matter. */
    private static Outcome quarantined(Arrival arrival, ObjectNode sound, SourceRules source, Refusal refusal) {
        Fingerprint fingerprint = CanonicalMessage.of(sound).fingerprint();
        byte[] raw =
                arrival.isWhole() ? arrival.json() : CanonicalJson.of(sound).getBytes(StandardCharsets.UTF_8);
        return quarantined(fingerprint, readableId(sound), raw, source, refusal);
    }

    private static Outcome quarantined(
            Fingerprint fingerprint, @Nullable String stated, byte[] raw, SourceRules source, Refusal refusal) {
        String messageId = stated != null ? stated : fingerprint.messageId();
        return new Outcome.Quarantined(
                Ids.event(source.workspace(), source.source(), messageId),
                messageId,
                fingerprint.hash(),
                refusal.reason(),
                refusal.detail(),
                raw);
    }

    /** The message id of an event that is refused for something else; null when it is what is wrong. */
    private static @Nullable String readableId(ObjectNode message) {
        JsonNode id = message.get("messageId");
        if (id == null || !id.isTextual()) {
            return null;
        }
        String text = id.textValue();
        if (text.isBlank() || text.length() > EventLimits.MAX_NAME) {
            return null;
        }
        try {
            JsonCheck.text(text);
            return text;
        } catch (Refusal badString) {
            return null;
        }
    }
}
