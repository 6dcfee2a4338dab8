package io.onefold.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the known folders lie. */
public final class Checkout {
    private Checkout() {}

    /** The folder that was made before and apart from the code here. */
    public static Path sample() {
        return root().resolve("sample");
    }

    /** The larger input that may lie beside the checkout; skips the test, visibly, where it does not. */
    public static Path mainInput() {
        Path folder = root().resolve("../shared/data/main-input").normalize();
        Assumptions.assumeTrue(Files.isDirectory(folder), "no main-input beside the checkout");
        return folder;
    }

    private static Path root() {
        return Path.of(System.getProperty("onefold.root", "..")).toAbsolutePath();
    }
}
