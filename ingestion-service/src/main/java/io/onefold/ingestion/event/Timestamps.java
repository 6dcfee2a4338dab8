package io.onefold.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Times as sources write them: ISO 8601; without an offset they are taken to be UTC, without a time midnight. */
final class Timestamps {
    static final Instant EARLIEST = Instant.EPOCH;
    static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private static final int MAX_LENGTH = 64;
    private static final String USUAL = "0000-00-00T00:00:00.000Z";
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "+0000")
            .optionalEnd()
            .toFormatter();

    private Timestamps() {}

    /** The time under a key of an object, to the microsecond as the database keeps it; null when it is absent. */
    static @Nullable Instant read(JsonNode object, String key) {
        JsonNode value = object.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() > MAX_LENGTH) {
            throw new Refusal(Reason.BAD_TIMESTAMP, key + " is not an ISO 8601 text");
        }
        return inRange(key, parse(key, value.textValue())).truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant parse(String key, String text) {
        try {
            if (isUsual(text)) {
                return usual(text);
            }
            TemporalAccessor best = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (best instanceof OffsetDateTime withOffset) {
                return withOffset.toInstant();
            }
            return best instanceof LocalDateTime local
                    ? local.toInstant(ZoneOffset.UTC)
                    : LocalDate.from(best).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notATime) {
            throw new Refusal(Reason.BAD_TIMESTAMP, key + " is not an ISO 8601 time");
        }
    }

    /** {@code 2026-01-02T03:04:05.678Z}: what nearly every SDK writes, and several times as fast to read as all that ISO allows. */
    private static boolean isUsual(String text) {
        if (text.length() != USUAL.length()) {
            return false;
        }
        for (int i = 0; i < USUAL.length(); i++) {
            char wanted = USUAL.charAt(i);
            char c = text.charAt(i);
            if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
                return false;
            }
        }
        return true;
    }

    private static Instant usual(String text) {
        return LocalDateTime.of(
                        digits(text, 0, 4),
                        digits(text, 5, 7),
                        digits(text, 8, 10),
                        digits(text, 11, 13),
                        digits(text, 14, 16),
                        digits(text, 17, 19),
                        digits(text, 20, 23) * 1_000_000)
                .toInstant(ZoneOffset.UTC);
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static Instant inRange(String key, Instant time) {
        if (time.isBefore(EARLIEST) || !time.isBefore(END)) {
            throw new Refusal(Reason.BAD_TIMESTAMP, key + " lies outside the years 1970 to 9999");
        }
        return time;
    }
}
