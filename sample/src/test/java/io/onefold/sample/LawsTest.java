package io.onefold.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefold.sample.generator.Generator;
import io.onefold.sample.generator.Recipe;
import io.onefold.sample.truth.Answers;
import io.onefold.sample.truth.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quicktheories.core.Gen;

/** What holds for every recipe. */
class LawsTest {
    private static final long SEED = 20260701;
    private static final int CASES = 40;
    private static final List<String> CHANNELS =
            List.of("web", "mobile", "orders", "email", "support", "survey", "social");
    private static final Duration LATEST = Duration.ofDays(3);

    @TempDir
    Path temp;

    private interface Law {
        void check(Path folder, Recipe recipe, Intent intent) throws IOException;
    }

    private static Gen<Recipe> recipes() {
        return longs().between(Long.MIN_VALUE, Long.MAX_VALUE)
                .zip(
                        integers().between(Recipe.FEWEST_CUSTOMERS, 160),
                        integers().between(Recipe.FEWEST_DAYS, 800),
                        (seed, customers, days) ->
                                Recipe.of(customers).withSeed(seed).withDays(days));
    }

    private void holds(int cases, Law law) {
        qt().withFixedSeed(SEED)
                .withExamples(cases)
                .withShrinkCycles(0)
                .forAll(recipes())
                .checkAssert(recipe -> {
                    try {
                        Path folder = Folders.fresh(temp);
                        Intent intent = new Intent();
                        Generator.write(folder, recipe, intent);
                        law.check(folder, recipe, intent);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void every_profile_is_one_person_and_the_payments_match_the_orders() {
        holds(CASES, (folder, recipe, intent) -> {
            Answers answers = Truth.of(folder, recipe.asOf());
            IntentCheck.check(intent, answers);
            assertTrue(answers.figures().required("paymentsReconcile").booleanValue());
        });
    }

    @Test
    void the_same_recipe_gives_the_same_bytes() {
        holds(CASES / 4, (folder, recipe, intent) -> {
            Path again = Folders.fresh(temp);
            Generator.write(again, recipe);
            assertEquals(Folders.digest(folder), Folders.digest(again));
        });
    }

    @Test
    void a_channel_follows_the_time_of_arrival() {
        holds(CASES, (folder, recipe, intent) -> {
            for (String channel : CHANNELS) {
                List<Instant> arrivals = Tables.events(folder.resolve(channel + ".jsonl")).stream()
                        .map(event -> time(event, "receivedAt"))
                        .toList();
                assertEquals(arrivals.stream().sorted().toList(), arrivals, channel);
            }
        });
    }

    @Test
    void an_event_arrives_after_it_happened_and_a_second_time_as_the_same() {
        holds(CASES, (folder, recipe, intent) -> {
            for (String channel : CHANNELS) {
                Map<String, ObjectNode> first = new HashMap<>();
                for (JsonNode event : Tables.events(folder.resolve(channel + ".jsonl"))) {
                    assertArrival(recipe, (ObjectNode) event, first);
                }
            }
        });
    }

    private static void assertArrival(Recipe recipe, ObjectNode event, Map<String, ObjectNode> first) {
        Instant happened = time(event, "timestamp");
        Instant received = time(event, "receivedAt");
        ObjectNode same = event.deepCopy();
        same.remove("receivedAt");
        ObjectNode before = first.putIfAbsent(event.required("messageId").textValue(), same);
        assertFalse(happened.isBefore(recipe.asOf().minus(Duration.ofDays(recipe.days()))), event::toString);
        assertTrue(happened.isBefore(recipe.asOf()), event::toString);
        assertTrue(received.isAfter(happened), event::toString);
        if (before == null) {
            assertFalse(received.isAfter(happened.plus(LATEST)), event::toString);
        } else {
            assertEquals(before, same);
        }
    }

    @Test
    void the_order_of_the_lines_says_nothing() {
        holds(CASES / 4, (folder, recipe, intent) -> {
            Path shuffled = Folders.fresh(temp);
            for (Path file : Folders.files(folder)) {
                Files.write(shuffled.resolve(file.getFileName()), shuffled(file));
            }
            assertEquals(Truth.of(folder, recipe.asOf()), Truth.of(shuffled, recipe.asOf()));
        });
    }

    private static List<String> shuffled(Path file) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        int heading = file.toString().endsWith(".csv") ? 1 : 0;
        Collections.shuffle(lines.subList(heading, lines.size()), new Random(SEED));
        return lines;
    }

    private static Instant time(JsonNode event, String field) {
        return Instant.parse(event.required(field).textValue());
    }
}
