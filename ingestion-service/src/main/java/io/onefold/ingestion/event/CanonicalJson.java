package io.onefold.ingestion.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The one writing of a JSON value: keys sorted, no spaces, numbers with exactly the digits that they came with. */
final class CanonicalJson {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private CanonicalJson() {}

    static String of(JsonNode node) {
        StringBuilder out = new StringBuilder(256);
        write(node, out);
        return out.toString();
    }

    /** An object without some of its keys. */
    static String without(JsonNode object, Set<String> keys) {
        StringBuilder out = new StringBuilder(512);
        object(object, keys, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, Set.of(), out);
            case ARRAY -> array(node, out);
            case STRING -> text(node.textValue(), out);
            case NUMBER ->
                out.append(
                        node.isInt() || node.isLong()
                                ? node.asText()
                                : node.decimalValue().toString());
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL, MISSING, BINARY, POJO -> out.append("null");
        }
    }

    private static void object(JsonNode node, Set<String> left, StringBuilder out) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!left.contains(field.getKey())) {
                sorted.put(field.getKey(), field.getValue());
            }
        }
        char before = '{';
        for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
            out.append(before);
            before = ',';
            text(field.getKey(), out);
            out.append(':');
            write(field.getValue(), out);
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private static void array(JsonNode node, StringBuilder out) {
        out.append('[');
        for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
            write(elements.next(), out);
            if (elements.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        ENCODER.quoteAsString(text, out);
        out.append('"');
    }
}
