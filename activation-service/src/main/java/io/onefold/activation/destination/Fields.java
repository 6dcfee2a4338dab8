package io.onefold.activation.destination;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of the fields of destinations; what is wrong is said with the field's name and with what would be right. */
final class Fields {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private Fields() {}

    static String given(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + ": must be given");
        }
        return value;
    }

    static void name(@Nullable String name) {
        if (!NAME.matcher(given("name", name)).matches()) {
            throw new IllegalArgumentException(
                    "name: 1-64 characters of a-z, 0-9 and -, the first a letter, not " + name);
        }
        if (Smtp.NAME.equals(name)) {
            throw new IllegalArgumentException("name: smtp is the mail server of the configuration; choose another");
        }
    }

    static void duration(String field, String value, Duration most) {
        Duration parsed;
        try {
            parsed = Duration.parse(value);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(field + ": a duration such as PT15S, not " + value, malformed);
        }
        if (parsed.isNegative() || parsed.isZero() || parsed.compareTo(most) > 0) {
            throw new IllegalArgumentException(field + ": above zero and at most " + most + ", not " + value);
        }
    }
}
