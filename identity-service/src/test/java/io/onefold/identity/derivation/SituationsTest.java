package io.onefold.identity.derivation;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases that a marketer can read: our own, and those that lie beside the project. */
class SituationsTest {

    @TestFactory
    List<DynamicTest> ours() throws IOException, URISyntaxException {
        return tests(Path.of(Objects.requireNonNull(SituationsTest.class.getResource("/derivation/cases.yaml"))
                .toURI()));
    }

    @TestFactory
    List<DynamicTest> documentedByVendors() throws IOException {
        String file = "identity/golden.yaml";
        Optional<Path> golden = Shared.find(file);
        return golden.isPresent()
                ? tests(golden.get())
                : List.of(DynamicTest.dynamicTest(file, () -> Shared.data(file))); // a factory's own skip shows nowhere
    }

    private static List<DynamicTest> tests(Path file) throws IOException {
        return Situation.all(file).stream()
                .map(situation -> DynamicTest.dynamicTest(situation.name(), () -> {
                    Assumptions.assumeFalse(
                            situation.asksForIntervals(),
                            "not supported yet: contested intervals: " + situation.name());
                    situation.check();
                }))
                .toList();
    }
}
