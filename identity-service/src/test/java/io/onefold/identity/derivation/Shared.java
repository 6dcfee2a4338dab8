package io.onefold.identity.derivation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The test material that lies beside the project, not in it. */
final class Shared {

    private Shared() {}

    /** Skips the test, visibly, where the file is not there. */
    static Path data(String file) {
        return find(file).orElseGet(() -> Assumptions.abort("../shared/data/" + file + " is not there"));
    }

    static Optional<Path> find(String file) {
        Path root = Path.of(System.getProperty("onefold.root", System.getProperty("user.dir")))
                .toAbsolutePath();
        return Stream.iterate(root, path -> path != null, Path::getParent)
                .map(path -> path.resolveSibling("shared/data").resolve(file))
                .filter(Files::exists)
                .findFirst();
    }
}
