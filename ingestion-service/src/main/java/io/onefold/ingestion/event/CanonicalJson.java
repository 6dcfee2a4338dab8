package io.onefold.ingestion.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The one writing of a JSON value: keys sorted, no spaces, numbers with exactly the digits that they came with. */
final class CanonicalJson {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private CanonicalJson() {}

    static String of(JsonNode node) {
        StringBuilder out = new StringBuilder(256);
        write(node, out);
        return out.toString();
    }

    static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, out);
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

    private static void object(JsonNode node, StringBuilder out) {
        char before = '{';
        for (Map.Entry<String, JsonNode> field : sorted(node)) {
            out.append(before);
            before = ',';
            text(field.getKey(), out);
            out.append(':');
            write(field.getValue(), out);
        }
        out.append(before == '{' ? "{}" : "}");
    }

    static List<Map.Entry<String, JsonNode>> sorted(JsonNode object) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
        fields.sort(Map.Entry.comparingByKey());
        return fields;
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

    static void text(String text, StringBuilder out) {
        out.append('"');
        if (isPlain(text)) {
            out.append(text);
        } else {
            ENCODER.quoteAsString(text, out);
        }
        out.append('"');
    }

    /** Nearly every text is: then it is copied as a whole. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
