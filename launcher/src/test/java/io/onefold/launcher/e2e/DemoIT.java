package io.onefold.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.demo.Demo;
import io.onefold.launcher.demo.DemoInput;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.rebuild.Rebuild;
import io.onefold.launcher.rebuild.Rebuilt;
import io.onefold.launcher.running.ServiceKind;
import io.onefold.launcher.running.Suite;
import io.onefold.sample.Sample;
import io.onefold.sample.generator.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The main job through the five real services: exact in every order, and with everything sent twice; the twelve audiences too. */
class DemoIT {

    @ParameterizedTest
    @CsvSource({"merged, 1, 1", "sequential, 1, 2", "shuffled, 7, 1"})
    void theSampleIsExact(String order, long seed, int times) throws InterruptedException {
        assertExact(Runs.checkout().resolve("sample"), order, seed, times);
    }

    /** Made and answered apart from the product, which has never seen these customers. */
    @Test
    void aSampleThatWasMadeIsExact(@TempDir Path folder) throws InterruptedException, IOException {
        var unused = Sample.write(folder, Recipe.of(150).withSeed(20_261_122));
        assertExact(folder, "merged", 1, 1);
    }

    /** In order of time, so that the feed is replayed as well; the other orders are one command away. */
    @Test
    void theRealInputIsExact() throws InterruptedException {
        Path input = Runs.checkout().resolve("../shared/data/main-input").normalize();
        assumeTrue(Files.isDirectory(input), "no main-input beside the checkout");
        assertExact(input, "merged", 1, 1);
    }

    private static void assertExact(Path input, String order, long seed, int times) throws InterruptedException {
        StringBuilder said = new StringBuilder();
        try (Suite suite = Runs.start("demo-" + order + "-" + input.getFileName(), Demo::suited);
                SuiteClient client = new SuiteClient(suite.options().portOffset())) {
            Demo demo = new Demo(suite, client, line -> said.append(line).append('\n'));
            int differences = demo.run(
                    DemoInput.read(input), ImportOrder.named(order, seed).orElseThrow(), times);
            assertEquals(0, differences, () -> "what came out of the demo:\n" + said);
            assertShown(said.toString());
            assertFalse(demo.calls().isEmpty(), "nothing is left to try");
            demo.calls().forEach(PrintedCalls::answer);
            assertRebuiltToTheSame(client);
        }
    }

    /** What was derived step by step, with all that came late or twice and who was erased, is what is derived at once. */
    private static void assertRebuiltToTheSame(SuiteClient client) {
        Rebuild rebuild = new Rebuild(client, System.out::println);
        for (ServiceKind service : ServiceKind.values()) {
            Rebuilt rebuilt = rebuild.run(service);
            assertTrue(rebuilt.isSame(), rebuilt::toString);
            assertTrue(rebuilt.rows() > 0 || service == ServiceKind.INGESTION, rebuilt::toString);
        }
    }

    /** A person of several channels, with the evidence that joined them. */
    private static void assertShown(String said) {
        Matcher known = Pattern.compile("One of them: (.+)\n-+\n  known from (\\d+) channels")
                .matcher(said);
        assertTrue(known.find(), () -> "nobody is shown:\n" + said);
        assertTrue(Integer.parseInt(known.group(2)) >= 3, () -> "somebody of few channels is shown:\n" + said);
        assertTrue(
                Pattern.compile(
                                "the evidence that joined \\d+ records of \\d+ sources into one person:\n(?:.+\n){2,4} +-> first seen")
                        .matcher(said)
                        .find(),
                () -> "no evidence is shown:\n" + said);
        assertTrue(
                said.contains("-> joined by ") || said.contains("parts that were apart: "),
                () -> "nothing says by what:\n" + said);
        said.lines().forEach(line -> assertTrue(line.length() <= 100, () -> "longer than a line: " + line));
    }
}
