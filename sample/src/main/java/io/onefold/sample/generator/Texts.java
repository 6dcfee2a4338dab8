package io.onefold.sample.generator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times and amounts are written in the files, whatever the machine's own manners. */
final class Texts {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int HUNDRED = 100;

    private Texts() {}

    static String time(Instant instant) {
        return MILLIS.format(instant);
    }

    /** Pounds and pence of an amount in pennies. */
    static String amount(long pennies) {
        long absolute = Math.abs(pennies);
        String sign = pennies < 0 ? "-" : "";
        return sign + absolute / HUNDRED + "." + absolute % HUNDRED / 10 + absolute % 10;
    }
}
