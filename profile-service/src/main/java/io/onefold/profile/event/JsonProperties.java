package io.onefold.profile.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.onefold.domain.Decimals;
import io.onefold.profile.state.EventFacts;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, each with its own writing: numbers are never turned into binary ones. */
final class JsonProperties {
    private static final Set<String> MEASURED = Set.of("total", "amount", "revenue", "value", "spend");
    private static final int MAX_SCALAR_BYTES = 4096;
    private static final String NONE = "{}";
    private static final JsonProperties EMPTY = new JsonProperties(Map.of());
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Member> members;

    private JsonProperties(Map<String, Member> members) {
        this.members = members;
    }

    /**
     * A member.
     *
     * @param raw as written
     * @param text the content of a string, the writing of a number; null for everything else
     */
    private record Member(String raw, @Nullable String text, JsonToken token) {
        boolean isScalar() {
            return token.isScalarValue();
        }
    }

    static JsonProperties read(String object) {
        if (object.isEmpty() || object.equals(NONE)) {
            return EMPTY;
        }
        try (JsonParser parser = open(object)) {
            Map<String, Member> members = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                members.put(name, member(parser, token, object));
            }
            return new JsonProperties(members);
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** One member of an object, if it is a string or a number; the others are passed over. */
    static @Nullable String text(String object, String wanted) {
        if (object.isEmpty() || object.equals(NONE)) {
            return null;
        }
        try (JsonParser parser = open(object)) {
            String text = null;
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals(wanted)) {
                    text = token == JsonToken.VALUE_STRING || token.isNumeric() ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return text;
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    private static JsonParser open(String object) throws IOException {
        JsonParser parser = JSON.createParser(object);
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("not a JSON object");
        }
        return parser;
    }

    /** Without its cause: an IOException would be taken for an outage and tried again for ever. */
    private static IllegalArgumentException malformed(IOException malformed) {
        return new IllegalArgumentException("malformed JSON: " + malformed.getMessage());
    }

    private static Member member(JsonParser parser, JsonToken token, String object) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        String text = token == JsonToken.VALUE_STRING || token.isNumeric() ? parser.getText() : null;
        parser.skipChildren();
        int end = (int) parser.currentLocation().getCharOffset();
        return new Member(object.substring(start, end), text, token);
    }

    @Nullable
    String text(String name) {
        Member member = members.get(name);
        return member == null ? null : member.text();
    }

    /** A number, or a string that is one. */
    @Nullable
    BigDecimal decimal(String name) {
        String text = text(name);
        return text == null ? null : Decimals.parse(text).orElse(null);
    }

    Map<String, BigDecimal> measures() {
        Map<String, BigDecimal> measures = new LinkedHashMap<>();
        for (String name : members.keySet()) {
            BigDecimal number = MEASURED.contains(name) ? decimal(name) : null;
            if (number != null) {
                measures.put(name, number);
            }
        }
        return measures;
    }

    List<EventFacts.Trait> traits() {
        return members.entrySet().stream()
                .map(e -> new EventFacts.Trait(
                        e.getKey(),
                        e.getValue().token() == JsonToken.VALUE_NULL
                                ? null
                                : e.getValue().raw()))
                .toList();
    }

    /** The members that are neither objects nor arrays, as many of the first ones as fit in 4 KiB. */
    String scalars() {
        StringBuilder json = new StringBuilder("{");
        int bytes = NONE.length();
        for (Map.Entry<String, Member> member : members.entrySet()) {
            if (!member.getValue().isScalar()) {
                continue;
            }
            String pair = (json.length() > 1 ? "," : "") + quote(member.getKey()) + ":"
                    + member.getValue().raw();
            bytes += pair.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_SCALAR_BYTES) {
                break;
            }
            json.append(pair);
        }
        return json.append('}').toString();
    }

    private static String quote(String name) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + '"';
    }
}
