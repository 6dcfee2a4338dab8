package io.onefold.activation.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads what people wrote: unknown and repeated fields are refused, and what is wrong is said with its place. */
public final class StrictText {
    private static final ObjectMapper YAML = strict(YAMLMapper.builder(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()));
    private static final ObjectMapper JSON = strict(JsonMapper.builder());

    private StrictText() {}

    private static ObjectMapper strict(MapperBuilder<?, ?> builder) {
        return builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
    }

    /** A YAML file as a tree. */
    public static JsonNode yaml(String file, String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException malformed) {
            String at = malformed.getLocation() == null
                    ? ""
                    : ", line " + malformed.getLocation().getLineNr();
            throw new IllegalArgumentException(file + at + ": " + malformed.getOriginalMessage(), malformed);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a stored definition is damaged", damaged);
        }
    }

    /** A part of a tree as a record; `place` is where it stands, such as `campaigns.yaml: campaigns[2]`. */
    public static <T> T read(String place, JsonNode part, Class<T> type) {
        if (!part.isObject()) {
            throw new IllegalArgumentException(place + ": fields with values are expected, not " + part.getNodeType());
        }
        try {
            return JSON.treeToValue(part, type);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(place + ": " + said(malformed), malformed);
        }
    }

    public static <T> JsonNode tree(T value) {
        return JSON.valueToTree(value);
    }

    private static String said(JsonProcessingException malformed) {
        if (malformed instanceof UnrecognizedPropertyException unknown) {
            return "unknown field " + path(unknown) + "; known are " + unknown.getKnownPropertyIds();
        }
        if (malformed instanceof ValueInstantiationException refused && refused.getCause() != null) {
            return path(refused).isEmpty()
                    ? String.valueOf(refused.getCause().getMessage())
                    : path(refused) + ": " + refused.getCause().getMessage();
        }
        if (malformed instanceof InvalidFormatException wrong
                && wrong.getTargetType().isEnum()) {
            return path(wrong) + ": one of "
                    + Arrays.toString(wrong.getTargetType().getEnumConstants()) + ", not " + wrong.getValue();
        }
        return malformed instanceof JsonMappingException mapping
                ? path(mapping) + ": not understood: " + firstLine(mapping)
                : firstLine(malformed);
    }

    private static String firstLine(JsonProcessingException malformed) {
        return malformed.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static String path(JsonMappingException malformed) {
        return malformed.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
