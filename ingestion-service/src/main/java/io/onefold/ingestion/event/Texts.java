package io.onefold.ingestion.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** All texts and numbers that a JSON document holds, however it is nested, as far as it can be read. */
public final class Texts {
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** An event of the usual size has some dozens; nobody may make us look for thousands of names. */
    public static final int MOST = 1_000;

    private Texts() {}

    /**
     * A value.
     *
     * @param key under which it stands, directly or in an array, as words in lower case with underscores; of an external id its type; empty at
     *     the top
     */
    public record Text(String key, String value) {}

    /** Those of an event as it was sent, and first of what its source's mapping makes of it, as far as it makes anything. */
    public static Set<Text> of(byte[] raw, SourceRules source) {
        Set<Text> texts = new LinkedHashSet<>();
        source.mapping().ifPresent(mapping -> mapped(raw, mapping).ifPresent(message -> collect(message, texts)));
        collect(raw, texts);
        return texts;
    }

    private static Optional<byte[]> mapped(byte[] raw, SourceRules.Mapping mapping) {
        try {
            ObjectNode row = JsonReader.object(raw);
            JsonCheck.require(row);
            if (mapping.map(row) instanceof ObjectNode message) {
                JsonCheck.require(message);
                return Optional.of(message.toString().getBytes(StandardCharsets.UTF_8));
            }
            return Optional.empty();
        } catch (Refusal | MappingFailed isWhyItWasKeptAside) {
            return Optional.empty();
        }
    }

    /** The distinct ones, those left out that are too long to be an identifier, and all beyond {@link #MOST}. */
    private static void collect(byte[] json, Set<Text> texts) {
        Deque<Named> open = new ArrayDeque<>();
        try (JsonParser parser = LENIENT.createParser(json)) {
            String key = "";
            for (JsonToken token = parser.nextToken();
                    token != null && texts.size() < MOST;
                    token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    key = Identifiers.words(parser.getText());
                } else if (token == JsonToken.START_OBJECT) {
                    open.push(new Named());
                } else if (token == JsonToken.END_OBJECT) {
                    open.pop().text().ifPresent(texts::add);
                } else if (token.isScalarValue() && parser.getTextLength() <= EventLimits.MAX_IDENTIFIER) {
                    String value = parser.getText();
                    texts.add(new Text(key, value));
                    if (!open.isEmpty()) {
                        open.peek().note(key, value);
                    }
                }
            }
        } catch (IOException unreadable) {
            // What is kept aside was JSON; where that ends, there is nothing more to be found.
            return;
        }
    }

    /** An object that says of its id what kind it is, as an external id does. */
    private static final class Named {
        private String id = "";
        private String type = "";

        void note(String key, String value) {
            if (key.equals("id")) {
                id = value;
            } else if (key.equals("type")) {
                type = value;
            }
        }

        Optional<Text> text() {
            return id.isEmpty() || type.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Text(Identifiers.words(type), id));
        }
    }
}
