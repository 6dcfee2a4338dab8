package io.onefold.k8s.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.k8s.render.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Images cannot be built by the suite; what their files say is held against what the build makes ({@code PackagedIT}) and the manifests. */
class DockerfileTest {
    static final List<String> SERVICES = Checkout.SERVICES;

    @ParameterizedTest
    @FieldSource("SERVICES")
    void isOnlyWhatAllOfThemAre(String service) {
        Dockerfile dockerfile = Dockerfile.of(service);
        Set<String> used = dockerfile.instructions().stream()
                .map(Dockerfile.Instruction::name)
                .collect(Collectors.toSet());
        assertEquals(Set.of("FROM", "WORKDIR", "COPY", "USER", "EXPOSE", "ENTRYPOINT"), used);
        assertTrue(
                dockerfile.only("FROM").matches("[a-z/-]+:17-jre"), "a tag of a Java 17: " + dockerfile.only("FROM"));
        assertTrue(dockerfile.only("USER").matches("[1-9]\\d*:[1-9]\\d*"), "numbers that are not root's");
        assertEquals("[\"java\", \"-jar\", \"quarkus-run.jar\"]", dockerfile.only("ENTRYPOINT"));
        Dockerfile.Instruction last =
                dockerfile.all("COPY").get(dockerfile.all("COPY").size() - 1);
        assertTrue(last.arguments().endsWith(" app/"), "what changes most is the last layer, not " + last);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void theContextIsWhatIsCopied(String service) throws IOException {
        assertEquals(
                List.of("*", "!target/quarkus-app"),
                Files.readAllLines(Checkout.module(service).resolve(".dockerignore")));
        Dockerfile.of(service)
                .all("COPY")
                .forEach(copy -> assertTrue(copy.arguments().startsWith("target/quarkus-app/"), copy.arguments()));
    }
}
