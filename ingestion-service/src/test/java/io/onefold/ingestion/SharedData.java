package io.onefold.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Files beside the code: the committed sample, and the larger data that may lie beside the project. */
public final class SharedData {
    private SharedData() {}

    public static Path path(String name) {
        return root().resolve("../shared/data").resolve(name).normalize();
    }

    public static Path sample(String name) {
        return root().resolve("sample").resolve(name);
    }

    public static List<String> lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("onefold.root", ".."));
    }
}
