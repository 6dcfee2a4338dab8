package io.onefold.sample.generator;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A CSV file as it grows. A cell is quoted only where it must be. */
final class CsvFile implements Closeable {
    private final BufferedWriter writer;

    CsvFile(Path file, String... columns) throws IOException {
        writer = Files.newBufferedWriter(file);
        row(columns);
    }

    void row(String... cells) throws IOException {
        writer.write(Arrays.stream(cells).map(CsvFile::quoted).collect(Collectors.joining(",")));
        writer.write('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
