package io.onefold.sample.truth;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The files of a folder, plain or with {@code .gz}. One that is not there has no rows. */
record InputFiles(Path folder) {
    private static final int BUFFER = 1 << 16;
    private static final CsvMapper CSV = new CsvMapper();
    private static final CsvSchema HEADED = CsvSchema.emptySchema().withHeader();

    void requireFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
    }

    void lines(String name, Consumer<String> each) throws IOException {
        Optional<Path> file = find(name);
        if (file.isPresent()) {
            try (BufferedReader reader = reader(file.get())) {
                reader.lines().filter(line -> !line.isEmpty()).forEach(each);
            }
        }
    }

    /** Each row by the names of the columns; an empty cell is absent. */
    void rows(String name, Consumer<Map<String, String>> each) throws IOException {
        Optional<Path> file = find(name);
        if (file.isPresent()) {
            try (BufferedReader reader = reader(file.get());
                    MappingIterator<Map<String, String>> rows =
                            CSV.readerForMapOf(String.class).with(HEADED).readValues(reader)) {
                while (rows.hasNext()) {
                    Map<String, String> row = rows.next();
                    row.values().removeIf(String::isEmpty);
                    each.accept(row);
                }
            }
        }
    }

    private Optional<Path> find(String name) {
        return Stream.of(name, name + ".gz")
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    private static BufferedReader reader(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, BUFFER) : bytes;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()));
    }
}
