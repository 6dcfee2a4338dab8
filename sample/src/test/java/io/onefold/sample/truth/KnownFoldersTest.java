package io.onefold.sample.truth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefold.sample.Checkout;
import io.onefold.sample.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two folders whose answers others have given: both come out exactly, to the last cell. */
class KnownFoldersTest {
    @TempDir
    Path out;

    @Test
    void the_folder_of_this_module() throws IOException {
        Path folder = Checkout.sample();
        assertAnswers(folder);
        for (String file : List.of("expected/profiles.csv", "expected/identifiers.csv")) {
            assertArrayEquals(Tables.bytes(folder.resolve(file)), Tables.bytes(out.resolve(file)), file);
        }
    }

    @Test
    void the_main_input() throws IOException {
        assertAnswers(Checkout.mainInput());
    }

    private void assertAnswers(Path folder) throws IOException {
        JsonNode figures = Tables.json(folder.resolve("expected/expected.json"));
        Truth.of(folder, Instant.parse(figures.required("asOf").textValue())).write(out);
        assertEquals(figures, Tables.json(out.resolve("expected/expected.json")));
        assertEquals(members(folder), members(out));
        for (String file : List.of("expected/profiles.csv", "expected/identifiers.csv")) {
            assertEquals(sorted(folder.resolve(file)), sorted(out.resolve(file)), file);
        }
    }

    private static Map<String, TreeSet<String>> members(Path folder) throws IOException {
        Map<String, TreeSet<String>> members = new TreeMap<>();
        for (Map.Entry<String, JsonNode> audience :
                Tables.json(folder.resolve("expected/audience_members.json")).properties()) {
            TreeSet<String> pids = new TreeSet<>();
            StreamSupport.stream(audience.getValue().spliterator(), false)
                    .map(JsonNode::textValue)
                    .forEach(pids::add);
            members.put(audience.getKey(), pids);
        }
        return members;
    }

    private static List<Map<String, String>> sorted(Path csv) throws IOException {
        return Tables.csv(csv).stream()
                .sorted(Comparator.comparing(Map::toString))
                .toList();
    }
}
