package io.onefold.launcher.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefold.launcher.client.Times;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Identifier;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** How things are written in the story: short enough for a line. */
final class Text {
    /** Of a line, in characters: it fits a terminal, a mail and a page. */
    static final int WIDTH = 100;

    private static final int LONGEST_VALUE = 48;
    private static final int OF_A_DEVICE_ID = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Text() {}

    static String clip(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1).stripTrailing() + "…";
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 order}, {@code 2 orders}. */
    static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    static String amount(String decimal) {
        BigDecimal number = new BigDecimal(decimal);
        String pattern = number.stripTrailingZeros().scale() <= 0 ? "#,##0" : "#,##0.00##";
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }

    static String channel(Channel channel) {
        return channel.name().replace("CHANNEL_", "").toLowerCase(Locale.ROOT);
    }

    static String day(com.google.protobuf.Timestamp time) {
        return Times.instant(time).toString().substring(0, "2026-01-31".length());
    }

    /** A device's id is random: its first characters are enough to tell it from others. */
    static String identifier(Identifier identifier) {
        return identifier.getNamespace() + ":" + value(identifier);
    }

    static String value(Identifier identifier) {
        String value = identifier.getValue();
        boolean device = identifier.getNamespace().equals("anonymous_id") && value.length() > OF_A_DEVICE_ID + 1;
        return device ? value.substring(0, OF_A_DEVICE_ID) + "…" : clip(value, LONGEST_VALUE);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a service answered what is no JSON: " + text, e);
        }
    }

    /** A JSON value as people write it. */
    static String plain(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
