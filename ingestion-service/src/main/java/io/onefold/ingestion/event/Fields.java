package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a message; a null is as good as nothing. */
final class Fields {
    static final JsonNode NONE = JsonNodeFactory.instance.objectNode();

    private Fields() {}

    /** The object under a key, an empty one when there is none. */
    static JsonNode object(JsonNode parent, String key) {
        JsonNode value = parent.get(key);
        if (value == null || value.isNull()) {
            return NONE;
        }
        if (!value.isObject()) {
            throw new Refusal(Reason.BAD_SHAPE, key + " is not an object");
        }
        return value;
    }

    /** An id under a key; null when it is absent or blank. */
    static @Nullable String id(JsonNode parent, String key) {
        JsonNode value = parent.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new Refusal(Reason.ID_NOT_STRING, key + " is not a text");
        }
        return value.textValue().isBlank() ? null : value.textValue();
    }

    static String limited(String text, int max, String what) {
        if (text.length() > max) {
            throw new Refusal(Reason.FIELD_TOO_LONG, what + " has more than " + max + " characters");
        }
        return text;
    }
}
