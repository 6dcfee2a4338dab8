package io.onefold.launcher.importing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.onefold.launcher.running.SuiteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Which files of a folder go to which source: data, kept as YAML. {@code import.yaml} in the folder itself comes first, else the one that
 * is built in.
 */
public record ImportPlan(List<Entry> files) {
    public ImportPlan {
        files = List.copyOf(Objects.requireNonNull(files, "files: the list of files must be given"));
    }

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String BUILT_IN = "/import/main-input.yaml";

    /**
     * One file.
     *
     * @param file its name without {@code .gz}; ends in {@code .jsonl} or {@code .csv}
     * @param source the id of the source, whose development write key is {@code dev-<source>}
     * @param time the field or column that says when the row was sent
     */
    public record Entry(String file, String source, String time) {
        public Entry {
            if (!file.endsWith(".jsonl") && !file.endsWith(".csv")) {
                throw new IllegalArgumentException(file + ": a file is .jsonl or .csv");
            }
        }
    }

    public static ImportPlan of(Path folder) {
        Path own = folder.resolve("import.yaml");
        try (InputStream yaml = Files.exists(own) ? Files.newInputStream(own) : builtIn()) {
            return YAML.readValue(yaml, ImportPlan.class);
        } catch (IOException e) {
            throw new SuiteException("the import plan of " + folder + ": " + e.getMessage(), e);
        }
    }

    private static InputStream builtIn() throws IOException {
        InputStream stream = ImportPlan.class.getResourceAsStream(BUILT_IN);
        if (stream == null) {
            throw new IOException(BUILT_IN + " is missing from the launcher's jar");
        }
        return stream;
    }
}
