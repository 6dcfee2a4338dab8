package io.onefold.ingestion.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.LinkedHashSet;
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

    private Texts() {}

    /**
     * A value.
     *
     * @param key under which it stands, directly or in an array; empty at the top
     */
    public record Text(String key, String value) {}

    /** The distinct ones, those left out that are too long to be an identifier. */
    public static Set<Text> in(byte[] json) {
        Set<Text> texts = new LinkedHashSet<>();
        try (JsonParser parser = LENIENT.createParser(json)) {
            String key = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    key = parser.getText();
                } else if (token.isScalarValue() && parser.getTextLength() <= EventLimits.MAX_IDENTIFIER) {
                    texts.add(new Text(key, parser.getText()));
                }
            }
        } catch (IOException unreadable) {
            // What is kept aside was JSON; where that ends, there is nothing more to be found.
            return texts;
        }
        return texts;
    }
}
