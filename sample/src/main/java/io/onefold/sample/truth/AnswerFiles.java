package io.onefold.sample.truth;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The five files of {@code expected/}. */
final class AnswerFiles {
    private static final DefaultIndenter LINES = new DefaultIndenter(" ", "\n");
    private static final ObjectWriter JSON = new JsonMapper()
            .writer(new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES));
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();

    private AnswerFiles() {}

    static void write(Answers answers, Path expected) throws IOException {
        Files.createDirectories(expected);
        json(expected.resolve("expected.json"), answers.figures());
        json(expected.resolve("audience_members.json"), answers.members());
        json(expected.resolve("audience_members_after_deletes.json"), answers.membersAfterErasures());
        csv(
                expected.resolve("profiles.csv"),
                List.copyOf(answers.profiles().get(0).keySet()),
                answers.profiles().stream().map(row -> List.copyOf(row.values())));
        csv(
                expected.resolve("identifiers.csv"),
                List.of("pid", "type", "value"),
                answers.identifiers().entrySet().stream()
                        .flatMap(held -> held.getValue().stream().map(identifier -> row(held.getKey(), identifier))));
    }

    private static List<String> row(String pid, String identifier) {
        int colon = identifier.indexOf(':');
        return List.of(pid, identifier.substring(0, colon), identifier.substring(colon + 1));
    }

    private static void json(Path file, Object content) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            JSON.writeValue(writer, content);
        }
    }

    private static void csv(Path file, List<String> columns, Stream<List<String>> rows) throws IOException {
        CsvSchema schema = CsvSchema.builder()
                .addColumns(columns, CsvSchema.ColumnType.STRING)
                .setUseHeader(true)
                .build();
        try (BufferedWriter writer = Files.newBufferedWriter(file);
                SequenceWriter csv = CSV.writer(schema).writeValues(writer)) {
            for (List<String> row : (Iterable<List<String>>) rows::iterator) {
                csv.write(row);
            }
        }
    }
}
