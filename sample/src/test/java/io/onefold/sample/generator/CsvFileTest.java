package io.onefold.sample.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what must be quoted is. */
class CsvFileTest {

    @Test
    void a_cell_is_quoted_where_it_must_be(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("crm.csv");
        try (CsvFile csv = new CsvFile(file, "name", "note")) {
            csv.row("Zoë, jun.", "");
            csv.row(" blank ", "says \"no\"");
        }
        assertEquals(List.of("name,note", "\"Zoë, jun.\",", " blank ,\"says \"\"no\"\"\""), Files.readAllLines(file));
    }
}
