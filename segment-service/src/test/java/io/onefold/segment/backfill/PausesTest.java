package io.onefold.segment.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A filling that always fails does not scan all profiles every second. */
class PausesTest {
    @Test
    void they_grow_until_the_look_of_every_minute_is_enough() {
        assertEquals(OptionalLong.of(1_000), BackfillRunner.pauseMillis(1));
        assertEquals(OptionalLong.of(2_000), BackfillRunner.pauseMillis(2));
        assertEquals(OptionalLong.of(32_000), BackfillRunner.pauseMillis(6));
        IntStream.of(7, 64, Integer.MAX_VALUE)
                .forEach(failures -> assertEquals(OptionalLong.empty(), BackfillRunner.pauseMillis(failures)));
    }
}
