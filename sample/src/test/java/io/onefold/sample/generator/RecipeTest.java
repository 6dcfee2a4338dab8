package io.onefold.sample.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What cannot be made is refused at once. */
class RecipeTest {
    private static final Recipe RECIPE = Recipe.of(40);

    @Test
    void sizes_and_spans_have_limits() {
        assertThrows(IllegalArgumentException.class, () -> Recipe.of(39));
        assertThrows(IllegalArgumentException.class, () -> Recipe.of(500_001));
        assertThrows(IllegalArgumentException.class, () -> RECIPE.withDays(239));
        assertThrows(IllegalArgumentException.class, () -> RECIPE.withDays(3_661));
        assertThrows(IllegalArgumentException.class, () -> RECIPE.withAsOf(Instant.parse("2026-07-01T12:00:00Z")));
    }

    @Test
    void it_begins_its_days_before_it_ends() {
        Recipe recipe = RECIPE.withAsOf(Instant.parse("2024-03-01T00:00:00Z")).withDays(366);
        assertEquals(Instant.parse("2023-03-01T00:00:00Z"), recipe.begin());
    }
}
