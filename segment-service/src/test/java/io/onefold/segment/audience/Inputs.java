package io.onefold.segment.audience;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** A folder of input with its expected answers; {@code .gz} may follow any name. */
record Inputs(Path folder) {
    /** A row of a file with a header. */
    record Row(Map<String, String> cells) {
        String get(String column) {
            return Objects.requireNonNull(cells.get(column), column);
        }
    }

    /** The sample of the project itself. */
    static Inputs sample() {
        return new Inputs(root().resolve("sample"));
    }

    /** Test material that lies beside the project, not in it: skips the test, visibly, where it is not there. */
    static Inputs shared(String name) {
        return Stream.iterate(root(), path -> path != null, Path::getParent)
                .map(path -> path.resolveSibling("shared/data").resolve(name))
                .filter(Files::exists)
                .findFirst()
                .map(Inputs::new)
                .orElseGet(() -> Assumptions.abort("../shared/data/" + name + " is not there"));
    }

    private static Path root() {
        String here = System.getProperty("onefold.root", System.getProperty("user.dir"));
        return Path.of(here).toAbsolutePath();
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(name + ".gz"));
    }

    /** No cell of these files is quoted. */
    void rows(String name, Consumer<Row> use) {
        List<String> header = new ArrayList<>();
        lines(name, line -> {
            List<String> cells = List.of(line.split(",", -1));
            if (header.isEmpty()) {
                header.addAll(cells);
                return;
            }
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), cells.get(i));
            }
            use.accept(new Row(row));
        });
    }

    void lines(String name, Consumer<String> use) {
        Path plain = folder.resolve(name);
        Path file = Files.exists(plain) ? plain : folder.resolve(name + ".gz");
        try (var raw = Files.newInputStream(file);
                var bytes = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                var reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            reader.lines().forEach(use);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        StringBuilder text = new StringBuilder();
        lines(name, line -> text.append(line).append('\n'));
        return text.toString();
    }
}
