package io.onefold.contracts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** buf's own rules on top, as src/main/proto/buf.yaml has them, on machines that have buf. */
class BufLintTest {
    private static final String RULES = "buf/validate/validate.proto";

    @Test
    void bufHasNothingToSay(@TempDir Path workspace) throws Exception {
        Optional<Path> buf = onThePath();
        assumeTrue(buf.isPresent(), "buf is not on the PATH: its lint is skipped");
        Path ours = workspace.resolve("onefold");
        for (Path proto : Protoc.files(Protoc.PROTOS)) {
            copy(proto, ours.resolve(Protoc.PROTOS.relativize(proto)));
        }
        // What ours import lies in a jar, and is nobody's here to lint.
        Path validate = workspace.resolve("validate").resolve(RULES);
        Files.createDirectories(Objects.requireNonNull(validate.getParent()));
        try (InputStream in = Objects.requireNonNull(BufLintTest.class.getResourceAsStream("/" + RULES))) {
            Files.copy(in, validate);
        }
        Files.writeString(
                workspace.resolve("buf.yaml"),
                Files.readString(Protoc.PROTOS.resolve("buf.yaml")).replace("  - path: .\n", """
                                  - path: onefold
                                  - path: validate
                                    lint:
                                      ignore: [validate]
                                """));
        Protoc.run(List.of(buf.orElseThrow().toString(), "lint", workspace.toString()));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.copy(from, to);
    }

    private static Optional<Path> onThePath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "buf"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
