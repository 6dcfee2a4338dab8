package io.onefold.sample.generator;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a sample while it is written. */
final class SampleFolder implements Closeable {
    private static final List<String> CHANNELS =
            List.of("web", "mobile", "orders", "email", "support", "survey", "social");
    private static final int CHARS_IN_MEMORY = 16 << 20;

    private final Witness witness;
    private final Map<String, SortedLines> channels = new LinkedHashMap<>();
    private final Map<String, CsvFile> tables = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when there is something in the folder already */
    SampleFolder(Path folder, Witness witness) throws IOException {
        this.witness = witness;
        Files.createDirectories(folder);
        try (Stream<Path> present = Files.list(folder)) {
            if (present.findAny().isPresent()) {
                throw new IllegalArgumentException(folder + " is not empty");
            }
        }
        for (String channel : CHANNELS) {
            channels.put(channel, new SortedLines(folder.resolve(channel + ".jsonl"), CHARS_IN_MEMORY));
        }
        table(
                folder,
                "crm",
                "crm_id,first_name,last_name,email,phone,loyalty_id,country,twitter_id,consent_email,consent_ads,updated_at");
        table(folder, "payments", "payment_id,order_id,email,amount,currency,method,status,paid_at");
        table(folder, "dmp", "dmp_id,anonymous_id,age,job,marital,education,provider,synced_at,expires_at");
        table(folder, "stores", "visit_id,loyalty_id,email,store,visited_at");
        table(folder, "privacy", "request_id,type,user_id,requested_at");
    }

    private void table(Path folder, String name, String columns) throws IOException {
        tables.put(name, new CsvFile(folder.resolve(name + ".csv"), columns.split(",")));
    }

    void line(String channel, Instant received, String json) throws IOException {
        Objects.requireNonNull(channels.get(channel), channel).add(received.toEpochMilli(), json);
    }

    void row(String table, String... cells) throws IOException {
        Objects.requireNonNull(tables.get(table), table).row(cells);
    }

    void witness(String person, String source, List<Handle> handles) {
        witness.made(
                person,
                source,
                handles.stream()
                        .filter(handle -> !handle.isJunk())
                        .map(Handle::toString)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Override
    public void close() throws IOException {
        List<Closeable> files = new ArrayList<>(tables.values());
        files.addAll(channels.values());
        for (Closeable file : files) {
            file.close();
        }
    }
}
