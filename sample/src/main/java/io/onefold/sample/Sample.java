package io.onefold.sample;

import io.onefold.sample.generator.Generator;
import io.onefold.sample.generator.Recipe;
import io.onefold.sample.truth.Answers;
import io.onefold.sample.truth.Truth;
import java.io.IOException;
import java.nio.file.Path;

/** Customers of any number, with the answers that must come out of them. */
public final class Sample {
    private Sample() {}

    /**
     * Writes a folder as {@code ./onefold demo --input} takes it: what the channels say, and what must come out of it in {@code expected/}.
     * The same recipe gives the same bytes.
     *
     * <p>The answers are worked out from the files alone and need every row in memory; {@link Generator#write(Path, Recipe)} leaves them out
     * and needs little memory for any number of customers.
     *
     * @param folder is made if it is not there, and must be empty
     * @throws IllegalArgumentException when it is not
     */
    public static Answers write(Path folder, Recipe recipe) throws IOException {
        Generator.write(folder, recipe);
        Answers answers = Truth.of(folder, recipe.asOf());
        answers.write(folder);
        return answers;
    }
}
