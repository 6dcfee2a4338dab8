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
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
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

    private static Instant inRange(String key, Instant time) {
        if (time.isBefore(EARLIEST) || !time.isBefore(END)) {
            throw new Refusal(Reason.BAD_TIMESTAMP, key + " lies outside the years 1970 to 9999");
        }
        return time;
    }
}
