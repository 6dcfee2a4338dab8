package io.onefold.launcher.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A file of the plan, as rows. Lines are bytes here: what is wrong with one is for ingestion to say. */
final class InputFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final Path path;
    private final ImportPlan.Entry entry;

    private InputFile(Path path, ImportPlan.Entry entry) {
        this.path = path;
        this.entry = entry;
    }

    /** The file in the folder, as it is or with {@code .gz}; empty when neither is there. */
    static Optional<InputFile> find(Path folder, ImportPlan.Entry entry) {
        Path plain = folder.resolve(entry.file());
        Path packed = folder.resolve(entry.file() + ".gz");
        if (Files.exists(plain)) {
            return Optional.of(new InputFile(plain, entry));
        }
        return Files.exists(packed) ? Optional.of(new InputFile(packed, entry)) : Optional.empty();
    }

    List<InputRow> rows() throws IOException {
        try (InputStream in = open()) {
            return entry.file().endsWith(".csv") ? csv(in) : lines(in);
        }
    }

    private InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        return path.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(raw), 1 << 16) : raw;
    }

    private List<InputRow> lines(InputStream in) throws IOException {
        List<InputRow> rows = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int number = 0;
        for (int b = in.read(); b >= 0 || line.size() > 0; b = in.read()) {
            if (b >= 0 && b != '\n') {
                line.write(b);
                continue;
            }
            number++;
            if (line.size() > 0) {
                rows.add(row(number, line.toByteArray(), rows));
                line.reset();
            }
            if (b < 0) {
                break;
            }
        }
        return rows;
    }

    private InputRow row(int number, byte[] json, List<InputRow> before) {
        Instant time = time(json)
                .orElseGet(() -> before.isEmpty()
                        ? Instant.EPOCH
                        : before.get(before.size() - 1).time());
        return new InputRow(entry.source(), entry.file(), number, json, time);
    }

    private Optional<Instant> time(byte[] json) {
        try {
            JsonNode field = JSON.readTree(json).path(entry.time());
            return field.isTextual() ? Optional.of(Instant.parse(field.textValue())) : Optional.empty();
        } catch (IOException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private List<InputRow> csv(InputStream in) throws IOException {
        List<InputRow> rows = new ArrayList<>();
        CsvSchema schema = CsvSchema.emptySchema().withHeader();
        try (MappingIterator<Map<String, String>> cells =
                CSV.readerForMapOf(String.class).with(schema).readValues(in)) {
            int number = 1;
            while (cells.hasNext()) {
                number++;
                rows.add(row(number, json(cells.next()), rows));
            }
        }
        return rows;
    }

    /** An empty cell is absent, not an empty text. */
    private static byte[] json(Map<String, String> cells) throws JsonProcessingException {
        Map<String, String> present = new LinkedHashMap<>(cells);
        present.values().removeIf(String::isEmpty);
        return JSON.writeValueAsBytes(present);
    }
}
