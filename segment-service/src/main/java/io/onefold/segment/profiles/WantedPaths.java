package io.onefold.segment.profiles;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.onefold.domain.Decimals;
import io.onefold.segment.evaluation.Scalar;
import io.onefold.segment.rule.PropertyPath;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one of an event's objects that are wanted; everything else is passed over without being kept. */
final class WantedPaths {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, WantedPaths> members = new HashMap<>();
    private @Nullable PropertyPath wanted;

    private WantedPaths() {}

    static WantedPaths of(PropertyPath.Root root, Set<PropertyPath> paths) {
        WantedPaths all = new WantedPaths();
        for (PropertyPath path : paths) {
            if (path.root() == root) {
                all.add(path, path.names());
            }
        }
        return all;
    }

    private void add(PropertyPath path, List<String> names) {
        if (names.isEmpty()) {
            wanted = path;
            return;
        }
        members.computeIfAbsent(names.get(0), name -> new WantedPaths()).add(path, names.subList(1, names.size()));
    }

    /** Adds what the object states; when nothing of it is wanted, it is not even parsed. */
    void read(String object, Map<PropertyPath, Scalar> values) {
        if (members.isEmpty() || FactCodec.isEmpty(object)) {
            return;
        }
        try (JsonParser parser = JSON.createParser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            readMembers(parser, values, false);
        } catch (IOException malformed) {
            // Without its cause: an IOException would be taken for an outage and tried again for ever.
            throw new IllegalArgumentException("malformed JSON: " + malformed.getMessage());
        }
    }

    /** No name stands twice in an object, so at the outside one can stop after the last member that is wanted. */
    private void readMembers(JsonParser parser, Map<PropertyPath, Scalar> values, boolean toTheEnd) throws IOException {
        int left = members.size();
        while (toTheEnd || left > 0) {
            @Nullable String name = parser.nextFieldName();
            if (name == null) {
                return;
            }
            JsonToken token = parser.nextToken();
            @Nullable WantedPaths member = members.get(name);
            if (member == null) {
                parser.skipChildren();
            } else {
                member.readValue(parser, token, values);
                left--;
            }
        }
    }

    private void readValue(JsonParser parser, JsonToken token, Map<PropertyPath, Scalar> values) throws IOException {
        if (wanted != null) {
            values.put(wanted, scalar(parser, token));
        }
        if (token == JsonToken.START_OBJECT && !members.isEmpty()) {
            readMembers(parser, values, true);
        } else {
            parser.skipChildren();
        }
    }

    private static Scalar scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new Scalar.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> new Scalar.Flag(true);
            case VALUE_FALSE -> new Scalar.Flag(false);
            default -> Scalar.Nothing.NOTHING;
        };
    }

    /** A number that is beyond all bounds is kept as it is written, and counts as none. */
    static Scalar number(String writing) {
        return Decimals.parse(writing)
                .<Scalar>map(value -> new Scalar.Number(value, writing))
                .orElseGet(() -> new Scalar.Text(writing));
    }
}
