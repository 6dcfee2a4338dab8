package io.onefold.launcher.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleEventsTest {
    @Test
    void everyBatchIsFullAndOfOneSourceUntilNoneIsLeft(@TempDir Path folder) throws IOException {
        Path written = folder.resolve("sample");
        SampleEvents events = SampleEvents.of(written, 600, 1);
        assertFalse(Files.exists(written), "the sample stays on the disk");
        assertTrue(events.size() > 5_000 && events.size() < 600 * 25, events.size() + " events");
        Set<String> sources = new HashSet<>();
        Set<String> lines = new HashSet<>();
        for (int sent = 0; sent < events.size(); sent += Bench.BATCH) {
            Sender.Batch batch = events.batch(Bench.BATCH);
            assertEquals(Bench.BATCH, batch.events().size());
            assertTrue(batch.flawed());
            sources.add(batch.writeKey());
            batch.events().forEach(event -> lines.add(new String(event, StandardCharsets.UTF_8)));
        }
        assertTrue(sources.contains("dev-web") && sources.size() > 3, sources.toString());
        // Some come twice; nothing else is repeated.
        assertTrue(lines.size() > events.size() * 0.95, lines.size() + " different ones of " + events.size());
        assertThrows(IllegalStateException.class, () -> events.batch(Bench.BATCH));
    }
}
