package io.onefold.launcher.demo;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.onefold.launcher.running.SuiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A line of {@code privacy.csv}: somebody wants to be erased. */
record PrivacyRequest(String requestId, String userId, Instant time) {
    private static final String FILE = "privacy.csv";
    private static final CsvMapper CSV = new CsvMapper();

    /** Those of a folder; none when it has no such file. */
    static List<PrivacyRequest> of(Path folder) {
        Path file = folder.resolve(FILE);
        List<PrivacyRequest> requests = new ArrayList<>();
        if (!Files.exists(file)) {
            return requests;
        }
        CsvSchema schema = CsvSchema.emptySchema().withHeader();
        try (MappingIterator<Map<String, String>> rows =
                CSV.readerForMapOf(String.class).with(schema).readValues(file.toFile())) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                if (row.getOrDefault("type", "").equals("delete")) {
                    requests.add(new PrivacyRequest(
                            row.getOrDefault("request_id", ""),
                            row.getOrDefault("user_id", ""),
                            Instant.parse(row.getOrDefault("requested_at", ""))));
                }
            }
        } catch (IOException | DateTimeException e) {
            throw new SuiteException(file + ": " + e.getMessage(), e);
        }
        return requests;
    }
}
