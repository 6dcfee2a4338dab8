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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says whether a line is an event, and if not, why. */
final class Judge {
    private static final int MOST_BYTES = 32 * 1024;
    private static final int MOST_LEVELS = 64;
    private static final int LAST_YEAR = 9999;
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Set<String> TYPES = Set.of("track", "identify", "page", "screen", "group", "alias");

    /** No line that is small enough to be read nests deeper than it has bytes. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Judge() {}

    static Line judge(String text) {
        if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return new Line.Refused("too_large");
        }
        try {
            return judge(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return new Line.Refused("json");
        }
    }

    private static Line judge(JsonNode message) {
        return wrongForm(message)
                .or(() -> wrongIdentity(message))
                .or(() -> wrongContent(message))
                .<Line>map(Line.Refused::new)
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
                    ? new Line.Refused("bad_timestamp")
                    : new Line.Taken(message, time);
        } catch (DateTimeException e) {
            return new Line.Refused("bad_timestamp");
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
        if (!node.isContainerNode() || levels == 0) {
            return node.isContainerNode();
        }
        for (JsonNode child : node) {
            if (isDeeper(child, levels - 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsBadText(JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (isBadText(field.getKey())) {
                return true;
            }
        }
        for (JsonNode child : node) {
            if (holdsBadText(child)) {
                return true;
            }
        }
        return node.isTextual() && isBadText(node.textValue());
    }

    /** No database holds a NUL, and UTF-8 no half of a character. */
    private static boolean isBadText(String text) {
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int c = text.codePointAt(i);
            if (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> when(boolean wrong, String reason) {
        return wrong ? Optional.of(reason) : Optional.empty();
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... reasons) {
        return Stream.of(reasons).flatMap(Optional::stream).findFirst();
    }
}
