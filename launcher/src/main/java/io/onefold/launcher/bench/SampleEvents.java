package io.onefold.launcher.bench;

import io.onefold.devstack.Folders;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.importing.Importer;
import io.onefold.launcher.importing.InputRow;
import io.onefold.sample.generator.Generator;
import io.onefold.sample.generator.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * What all channels know of the sample's customers in the year up to last midnight, lines that come twice or late or cannot be read among
 * it. In the order of time, but for batches being full and of one source: what is left of a source when it fills none any more is not sent.
 */
final class SampleEvents implements Sender.Source {
    /** A sample has a third as many visitors as customers. */
    private static final int PROFILES_OF_THREE_CUSTOMERS = 4;

    private final Map<String, Queue<InputRow>> waiting = new LinkedHashMap<>();
    private final int batches;

    private SampleEvents(List<InputRow> rows) {
        rows.forEach(row -> waiting.computeIfAbsent(row.source(), source -> new ArrayDeque<>())
                .add(row));
        this.batches = waiting.values().stream()
                .mapToInt(source -> source.size() / Bench.BATCH)
                .sum();
    }

    /** @param folder to write it to meanwhile; is deleted */
    static SampleEvents of(Path folder, int profiles, long seed) throws IOException {
        Recipe recipe = Recipe.of(profiles * 3 / PROFILES_OF_THREE_CUSTOMERS)
                .withSeed(seed)
                .withAsOf(Instant.now().truncatedTo(ChronoUnit.DAYS));
        Folders.delete(folder);
        try {
            Generator.write(folder, recipe);
            return new SampleEvents(new ImportOrder.Merged().arrange(Importer.read(folder)));
        } finally {
            Folders.delete(folder);
        }
    }

    /** How many can be sent. */
    int size() {
        return batches * Bench.BATCH;
    }

    @Override
    public synchronized Sender.Batch batch(int size) {
        Queue<InputRow> next = waiting.values().stream()
                .filter(rows -> rows.size() >= size)
                .min(Comparator.comparing(SampleEvents::begin))
                .orElseThrow(() -> new IllegalStateException("no source has " + size + " events left"));
        String source = next.element().source();
        List<byte[]> events = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            events.add(next.remove().json());
        }
        return Sender.Batch.ofSample("dev-" + source, events);
    }

    private static Instant begin(Queue<InputRow> rows) {
        return rows.element().time();
    }
}
