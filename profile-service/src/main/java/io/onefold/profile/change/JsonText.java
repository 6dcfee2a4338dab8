package io.onefold.profile.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** A JSON value as text for people. */
final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** The content of a string, the writing of a number; empty for anything that is no text. */
    static String of(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            return switch (parser.nextToken()) {
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
                default -> "";
            };
        } catch (IOException e) {
            throw new IllegalStateException("a trait is kept as JSON that was read before", e);
        }
    }
}
