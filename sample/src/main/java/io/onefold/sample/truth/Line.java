package io.onefold.sample.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A line of JSON Lines as it is judged: an event, or refused for a reason in the words of {@code bad_expected.csv}. */
sealed interface Line {
    record Taken(JsonNode message, Instant time) implements Line {}

    record Refused(String reason) implements Line {}

    int MOST_BYTES = 32 * 1024;
    int MOST_LEVELS = 64;
    int LAST_YEAR = 9999;
    Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    Set<String> TYPES = Set.of("track", "identify", "page", "screen", "group", "alias");

    /** No line that is small enough to be read nests deeper than it has bytes. */
    ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Line of(String text) {
        if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return new Refused("too_large");
        }
        try {
            return of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return new Refused("json");
        }
    }

    private static Line of(JsonNode message) {
        return wrongForm(message)
                .or(() -> wrongIdentity(message))
                .or(() -> wrongContent(message))
                .<Line>map(Refused::new)
                .orElseGet(() -> timed(message));
    }

    private static Optional<String> wrongForm(JsonNode message) {
        return first(
                when(!message.isObject(), "json_not_object"),
                when(isDeeper(message, MOST_LEVELS), "too_deep"),
                when(!message.has("type"), "missing_type"),
                when(!TYPES.contains(message.path("type").asText()), "unknown_type"));
    }

    private static Optional<String> wrongIdentity(JsonNode message) {
        return first(
                when(isNoText(message.path("userId")) || isNoText(message.path("anonymousId")), "id_not_string"),
                when(Message.handles(message).isEmpty(), "missing_id"));
    }

    private static Optional<String> wrongContent(JsonNode message) {
        boolean track = message.path("type").asText().equals("track");
        return first(
                when(track && !message.has("event"), "missing_event"),
                when(isNoNumber(message.path("properties").path("total")), "bad_number"),
                when(holdsBadText(message), "bad_string"));
    }

    private static Line timed(JsonNode message) {
        try {
            Instant time = Instant.parse(message.path("timestamp").asText());
            return time.atOffset(ZoneOffset.UTC).getYear() > LAST_YEAR
                    ? new Refused("bad_timestamp")
                    : new Taken(message, time);
        } catch (DateTimeException e) {
            return new Refused("bad_timestamp");
        }
    }

    private static boolean isNoText(JsonNode node) {
        return !node.isMissingNode() && !node.isTextual();
    }

    private static boolean isNoNumber(JsonNode amount) {
        return !amount.isMissingNode()
                && !amount.isNumber()
                && !DECIMAL.matcher(amount.asText()).matches();
    }

    private static boolean isDeeper(JsonNode node, int levels) {
        return node.isContainerNode() && (levels == 0 || children(node).anyMatch(child -> isDeeper(child, levels - 1)));
    }

    private static boolean holdsBadText(JsonNode node) {
        return (node.isTextual() && isBadText(node.textValue()))
                || node.properties().stream().anyMatch(field -> isBadText(field.getKey()))
                || children(node).anyMatch(Line::holdsBadText);
    }

    /** No database and no UTF-8 holds a NUL or half a character. */
    private static boolean isBadText(String text) {
        return text.codePoints()
                .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    private static Stream<JsonNode> children(JsonNode node) {
        Stream.Builder<JsonNode> children = Stream.builder();
        node.elements().forEachRemaining(children);
        return children.build();
    }

    private static Optional<String> when(boolean wrong, String reason) {
        return wrong ? Optional.of(reason) : Optional.empty();
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... reasons) {
        return Stream.of(reasons).flatMap(Optional::stream).findFirst();
    }
}
