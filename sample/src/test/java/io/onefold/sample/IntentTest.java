package io.onefold.sample;

import io.onefold.sample.generator.Generator;
import io.onefold.sample.generator.Recipe;
import io.onefold.sample.truth.Truth;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The truth finds in the files the very people whom the generator had in mind, though neither knows of the other. */
class IntentTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1, 40, 240", "2, 41, 365", "3, 300, 365", "-4, 300, 1000", "5, 1000, 365", "6, 4000, 400"})
    void every_profile_is_one_person(long seed, int customers, int days) throws IOException {
        Recipe recipe = Recipe.of(customers).withSeed(seed).withDays(days);
        Intent intent = new Intent();
        Generator.write(folder, recipe, intent);
        IntentCheck.check(intent, Truth.of(folder, recipe.asOf()));
    }
}
