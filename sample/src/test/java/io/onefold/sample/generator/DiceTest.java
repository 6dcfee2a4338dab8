package io.onefold.sample.generator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The numbers are those of SplitMix64, and fall where they should. */
class DiceTest {

    /** The first output for the seeds 0 and 1234567, as the algorithm's published code gives them. */
    @Test
    void known_numbers() {
        assertEquals(0xE220A8397B1DCDAFL, Dice.mixed(0));
        assertEquals(6457827717110365317L, Dice.mixed(1234567));
    }

    @Test
    void each_number_of_a_range_is_about_as_likely() {
        Dice dice = Dice.of(1, "test", 0);
        int[] counts = new int[7];
        IntStream.range(0, 70_000).forEach(i -> counts[dice.below(7)]++);
        assertEquals(
                7,
                IntStream.of(counts)
                        .filter(count -> count > 9_500 && count < 10_500)
                        .count());
    }

    @Test
    void weights_are_kept_and_what_weighs_nothing_never_falls() {
        Dice dice = Dice.of(1, "test", 1);
        int[] counts = new int[3];
        IntStream.range(0, 30_000).forEach(i -> counts[dice.weighted(2, 0, 1)]++);
        assertArrayEquals(
                new int[] {2, 0, 1},
                IntStream.of(counts).map(count -> (count + 5_000) / 10_000).toArray());
    }

    @Test
    void every_person_has_a_sequence_of_their_own() {
        Set<Long> first = new HashSet<>();
        for (int number = 0; number < 1_000; number++) {
            first.add(Dice.of(1, "life", number).below(Long.MAX_VALUE));
            first.add(Dice.of(2, "life", number).below(Long.MAX_VALUE));
            first.add(Dice.of(1, "kind", number).below(Long.MAX_VALUE));
        }
        assertEquals(3_000, first.size());
    }
}
