package io.onefold.ingestion.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a call that brings one event: looked through for the write key, and for whether it is an object at all. */
final class SingleEvent {
    private SingleEvent() {}

    static Optional<String> writeKey(byte[] body) {
        try (JsonParser parser = Batch.JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedBatch("json_not_object", "the body is not an object");
            }
            Optional<String> writeKey = Optional.ofNullable(lookThrough(parser));
            if (parser.nextToken() != null) {
                throw new MalformedBatch("json", "something follows the body");
            }
            return writeKey;
        } catch (IOException notJson) {
            throw new MalformedBatch("json", "the body is not JSON");
        }
    }

    private static @Nullable String lookThrough(JsonParser parser) throws IOException {
        String writeKey = null;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("writeKey") && value == JsonToken.VALUE_STRING) {
                writeKey = parser.getText();
            } else {
                parser.skipChildren().finishToken();
            }
        }
        return writeKey;
    }
}
