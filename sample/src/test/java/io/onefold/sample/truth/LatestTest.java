package io.onefold.sample.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.sample.generator.Generator;
import io.onefold.sample.generator.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which fact of a person is the latest never hangs on the order of ids, which everybody may choose otherwise. */
class LatestTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1, 40", "2, 400", "3, 4000"})
    void no_two_facts_of_which_the_latest_counts_are_of_one_instant(long seed, int customers) throws IOException {
        Recipe recipe = Recipe.of(customers).withSeed(seed);
        Generator.write(folder, recipe);
        Input input = InputReader.read(folder);
        for (Profile profile : Profile.of(input.records(), new Partition(input.records()))) {
            assertDistinct(profile, Fact.OrderCompleted.class);
            assertDistinct(profile, Fact.ScoreGiven.class);
            assertDistinct(profile, Fact.CrmRow.class, Fact.Unsubscribed.class);
            assertDistinct(profile, Fact.View.class);
        }
    }

    @SafeVarargs
    private static void assertDistinct(Profile profile, Class<? extends Fact>... kinds) {
        List<Instant> times = profile.rows().stream()
                .filter(row -> List.of(kinds).contains(row.fact().getClass()))
                .map(Row::time)
                .toList();
        assertEquals(times.stream().distinct().toList(), times, profile::pid);
    }
}
