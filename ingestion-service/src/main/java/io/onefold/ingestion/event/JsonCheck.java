package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;

/** Refuses what a database, a parser or arithmetic further down could not hold, wherever in the event it stands. */
final class JsonCheck {
    private static final int MAX_DIGITS = 308;

    private JsonCheck() {}

    static void require(JsonNode root) {
        walk(root, 1);
    }

    private static void walk(JsonNode node, int depth) {
        switch (node.getNodeType()) {
            case STRING -> text(node.textValue());
            case NUMBER -> number(node);
            case OBJECT -> {
                deeper(depth);
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    text(field.getKey());
                    walk(field.getValue(), depth + 1);
                }
            }
            case ARRAY -> {
                deeper(depth);
                for (JsonNode element : node) {
                    walk(element, depth + 1);
                }
            }
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> {
                // Nothing in them can be wrong.
            }
        }
    }

    private static void deeper(int depth) {
        if (depth > EventLimits.MAX_DEPTH) {
            throw new Refusal(Reason.TOO_DEEP, "nested more than " + EventLimits.MAX_DEPTH + " deep");
        }
    }

    private static void number(JsonNode node) {
        if (node.isInt() || node.isLong()) {
            return;
        }
        BigDecimal number = node.decimalValue();
        long whole = (long) number.precision() - number.scale();
        if (whole > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
            throw new Refusal(
                    Reason.BAD_NUMBER, "a number has more than " + MAX_DIGITS + " digits before or after the point");
        }
    }

    static void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new Refusal(Reason.BAD_STRING, "a text holds a NUL");
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new Refusal(Reason.BAD_STRING, "a text holds a lone surrogate");
                }
                i++;
            }
        }
    }
}
