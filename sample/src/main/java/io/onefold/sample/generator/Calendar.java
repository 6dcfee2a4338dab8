package io.onefold.sample.generator;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** When people shop: more before Christmas, more at weekends and in the evening. */
final class Calendar {
    private static final int[] BY_MONTH = {62, 65, 72, 76, 82, 78, 66, 70, 84, 92, 138, 160};
    private static final int[] BY_HOUR = {
        6, 3, 2, 1, 1, 3, 10, 22, 34, 42, 48, 52, 60, 54, 48, 46, 50, 58, 70, 84, 96, 100, 66, 26
    };
    private static final int BUSIEST_MONTH = 160;
    private static final int BUSIEST_HOUR = 100;
    private static final int WEEKDAY = 80;
    private static final int WEEKEND = 100;

    private Calendar() {}

    /** Some instant, whole in milliseconds, at or after the first and before the second. */
    static Instant pick(Dice dice, Instant from, Instant to) {
        long millis = Duration.between(from, to).toMillis();
        while (true) {
            Instant instant = from.plusMillis(dice.below(millis));
            if (isTaken(dice, instant.atZone(ZoneOffset.UTC))) {
                return instant;
            }
        }
    }

    private static boolean isTaken(Dice dice, ZonedDateTime time) {
        int day = time.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0 ? WEEKEND : WEEKDAY;
        return dice.below(BUSIEST_MONTH) < BY_MONTH[time.getMonthValue() - 1]
                && dice.below(WEEKEND) < day
                && dice.below(BUSIEST_HOUR) < BY_HOUR[time.getHour()];
    }
}
