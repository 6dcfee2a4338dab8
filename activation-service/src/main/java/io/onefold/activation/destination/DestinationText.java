package io.onefold.activation.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Destinations as text: a part of the YAML file, and JSON for the table. The field `type` says which record it is. */
public final class DestinationText {
    private static final String TYPE = "type";

    private DestinationText() {}

    public static Destination read(String place, JsonNode part) {
        String type = part.path(TYPE).asText("");
        JsonNode fields = part.deepCopy();
        if (fields instanceof ObjectNode object) {
            object.remove(TYPE);
        }
        return switch (type) {
            case "webhook" -> StrictText.read(place, fields, Webhook.class);
            case "ad_audience_file" -> StrictText.read(place, fields, AdAudienceFile.class);
            default ->
                throw new IllegalArgumentException(
                        place + ": type: one of [webhook, ad_audience_file], not " + (type.isEmpty() ? "none" : type));
        };
    }

    /** The same for the same definition, on every replica. */
    static UUID definitionId(Destination destination) {
        return UUID.nameUUIDFromBytes(write(destination).getBytes(StandardCharsets.UTF_8));
    }

    static String write(Destination destination) {
        ObjectNode fields = (ObjectNode) StrictText.tree(destination);
        return fields.put(TYPE, destination.type()).toString();
    }

    static Destination readStored(String definition) {
        return read("a stored destination", StrictText.json(definition));
    }
}
