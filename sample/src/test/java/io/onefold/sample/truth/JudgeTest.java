package io.onefold.sample.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.onefold.sample.Checkout;
import io.onefold.sample.Tables;
import io.onefold.sample.generator.Generator;
import io.onefold.sample.generator.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that are no events are refused for the reasons that the known folders give. */
class JudgeTest {

    @Test
    void the_poison_of_this_modules_folder() throws IOException {
        assertReasons(Checkout.sample());
    }

    @Test
    void the_poison_of_the_main_input() throws IOException {
        assertReasons(Checkout.mainInput());
    }

    @Test
    void the_poison_of_the_generator(@TempDir Path folder) throws IOException {
        Generator.write(folder, Recipe.of(Recipe.FEWEST_CUSTOMERS));
        assertReasons(folder);
    }

    @Test
    void a_whole_character_beyond_the_basic_plane_is_good_text() {
        assertInstanceOf(
                Line.Taken.class,
                Judge.judge(
                        "{\"type\":\"page\",\"anonymousId\":\"a\",\"timestamp\":\"2026-04-01T00:00:00Z\",\"name\":\"\\ud83c\\udf37\"}"));
    }

    private static void assertReasons(Path folder) throws IOException {
        List<String> lines = Tables.lines(folder.resolve("bad.jsonl"));
        List<String> reasons = IntStream.range(0, lines.size())
                .mapToObj(i -> i + 1 + " " + reason(lines.get(i)))
                .toList();
        assertEquals(
                Tables.csv(folder.resolve("bad_expected.csv")).stream()
                        .map(row -> row.get("line") + " " + row.get("error"))
                        .toList(),
                reasons);
    }

    private static String reason(String line) {
        return Judge.judge(line) instanceof Line.Refused refused ? refused.reason() : "taken";
    }
}
