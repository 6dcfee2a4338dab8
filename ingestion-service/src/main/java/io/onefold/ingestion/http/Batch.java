package io.onefold.ingestion.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.onefold.ingestion.event.Arrival;
import io.onefold.ingestion.event.EventReader;
import io.onefold.ingestion.filing.EventIngestor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a call, cut into its events without reading them: each is read, and refused, on its own.
 *
 * @param writeKey as the body says; SDKs without an authorization header send it there
 */
record Batch(Optional<String> writeKey, List<Arrival> events) {
    /** What a batch says once for all its events. */
    private static final Set<String> SHARED = Set.of("context", "integrations", "sentAt");

    /** What an event may not hold is for its own reading to say. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** A body that is one event. */
    static Batch ofOne(byte[] body, String type) {
        return new Batch(SingleEvent.writeKey(body), List.of(Arrival.ofType(body, type)));
    }

    static Batch read(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            return new Cutter(body, parser).cut();
        } catch (IOException notJson) {
            throw new MalformedBatch("json", "the body is not JSON");
        }
    }

    /** Walks over the body once and remembers where its parts stand. */
    private static final class Cutter {
        private final byte[] body;
        private final JsonParser parser;
        private final List<byte[]> events = new ArrayList<>();
        private final ByteArrayOutputStream shared = new ByteArrayOutputStream();
        private @Nullable String writeKey;
        private boolean hasBatch;

        Cutter(byte[] body, JsonParser parser) {
            this.body = body;
            this.parser = parser;
        }

        Batch cut() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedBatch("json_not_object", "the body is not an object");
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (key.equals("batch") && value == JsonToken.START_ARRAY) {
                    batch();
                } else if (key.equals("writeKey") && value == JsonToken.VALUE_STRING) {
                    writeKey = parser.getText();
                } else if (SHARED.contains(key)) {
                    share(key, part());
                } else {
                    var unused = parser.skipChildren();
                }
            }
            if (!hasBatch) {
                throw new MalformedBatch("missing_batch", "the body has no array `batch`");
            }
            if (parser.nextToken() != null) {
                throw new MalformedBatch("json", "something follows the body");
            }
            Optional<Arrival.Shared> said = said();
            return new Batch(
                    Optional.ofNullable(writeKey),
                    events.stream().map(event -> Arrival.ofBatch(event, said)).toList());
        }

        private void batch() throws IOException {
            hasBatch = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                events.add(part());
                if (events.size() > EventIngestor.MAX_EVENTS) {
                    throw new MalformedBatch("too_many", "a batch has at most " + EventIngestor.MAX_EVENTS + " events");
                }
            }
        }

        /** The bytes of the value at which the parser stands. */
        private byte[] part() throws IOException {
            int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            if (from < 0) {
                // The parser also reads UTF-16 and UTF-32, and then knows no bytes.
                throw new MalformedBatch("json", "the body is not UTF-8");
            }
            parser.skipChildren().finishToken();
            int to = Math.toIntExact(parser.currentLocation().getByteOffset());
            return Arrays.copyOfRange(body, from, to);
        }

        private void share(String key, byte[] value) {
            String name = (shared.size() == 0 ? "{\"" : ",\"") + key + "\":";
            shared.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            shared.writeBytes(value);
        }

        private Optional<Arrival.Shared> said() {
            if (shared.size() == 0) {
                return Optional.empty();
            }
            shared.write('}');
            try {
                return Optional.of(EventReader.shared(shared.toByteArray()));
            } catch (IllegalArgumentException unusable) {
                throw new MalformedBatch("bad_context", String.valueOf(unusable.getMessage()));
            }
        }
    }
}
