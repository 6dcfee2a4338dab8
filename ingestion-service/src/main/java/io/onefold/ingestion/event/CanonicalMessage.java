package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A message's content in its one writing. Its objects are cut out of the whole, since writing them is a good part of an event's cost.
 *
 * @param text the whole, without what is no content
 * @param objects the writing of each object that stands at the top, by key
 */
record CanonicalMessage(String text, Map<String, String> objects) {
    /**
     * What differs between two sendings of one event (an SDK counts its attempts in {@code _metadata}), and the write key, which is nobody's
     * business further down.
     */
    private static final Set<String> NOT_CONTENT = Set.of("receivedAt", "sentAt", "writeKey", "_metadata");

    static CanonicalMessage of(ObjectNode message) {
        StringBuilder out = new StringBuilder(1024);
        Map<String, String> objects = new HashMap<>();
        char before = '{';
        for (Map.Entry<String, JsonNode> field : CanonicalJson.sorted(message)) {
            if (!NOT_CONTENT.contains(field.getKey())) {
                out.append(before);
                before = ',';
                CanonicalJson.text(field.getKey(), out);
                out.append(':');
                int from = out.length();
                CanonicalJson.write(field.getValue(), out);
                if (field.getValue().isObject()) {
                    objects.put(field.getKey(), out.substring(from));
                }
            }
        }
        out.append(before == '{' ? "{}" : "}");
        return new CanonicalMessage(out.toString(), objects);
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(text);
    }

    /** The object under a key, an empty one when there is none. */
    String object(String key) {
        return objects.getOrDefault(key, "{}");
    }
}
