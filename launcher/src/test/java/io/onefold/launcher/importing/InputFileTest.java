package io.onefold.launcher.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @TempDir
    Path folder;

    private List<InputRow> rows(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return InputFile.find(folder, new ImportPlan.Entry(name, "crm", "at"))
                .orElseThrow()
                .rows();
    }

    @Test
    void aTimeThatCannotBeReadIsForIngestionToRefuse() throws IOException {
        for (List<InputRow> rows : List.of(
                rows("a.csv", "id,at\n1,%s\n2,yesterday\n3,\n".formatted(JUNE)),
                rows("a.jsonl", "{\"at\":\"%s\"}\n{\"at\":\"yesterday\"}\nno json".formatted(JUNE)))) {
            assertEquals(
                    List.of(JUNE, JUNE, JUNE), rows.stream().map(InputRow::time).toList());
        }
    }

    @Test
    void anEmptyCellIsAbsent() throws IOException {
        InputRow row = rows("a.csv", "id,name,at\n1,,%s\n".formatted(JUNE)).get(0);
        assertEquals(
                "{\"id\":\"1\",\"at\":\"%s\"}".formatted(JUNE),
                new String(row.json(), java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(2, row.line());
    }
}
