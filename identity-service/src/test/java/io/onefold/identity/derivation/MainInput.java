package io.onefold.identity.derivation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the main job's input as evidence, with a plain normalisation of its own. */
final class MainInput {

    private static final Set<String> CHANNELS =
            Set.of("web", "mobile", "orders", "email", "support", "survey", "social");

    private final Path folder;
    private final Evidence evidence = new Evidence();

    private MainInput(Path folder) {
        this.folder = folder;
    }

    static List<RecordEvidence> records(Path folder) {
        MainInput input = new MainInput(folder);
        CHANNELS.stream().sorted().forEach(input::channel);
        input.rows("crm.csv", "crm", false, "updated_at", "crm_id", "email", "phone", "loyalty_id", "twitter_id");
        input.rows("payments.csv", "payments", true, "paid_at", "email");
        input.rows("dmp.csv", "dmp", true, "synced_at", "anonymous_id");
        return input.evidence.records();
    }

    private void channel(String channel) {
        lines(folder.resolve(channel + ".jsonl.gz"), line -> {
            JsonObject event = new JsonObject(line);
            JsonObject context = event.getJsonObject("context", new JsonObject());
            Set<String> identifiers = new TreeSet<>();
            add(identifiers, "user_id", event.getString("userId"));
            add(identifiers, "anonymous_id", event.getString("anonymousId"));
            for (JsonObject traits : List.of(
                    event.getJsonObject("traits", new JsonObject()),
                    context.getJsonObject("traits", new JsonObject()))) {
                add(identifiers, "email", traits.getString("email"));
                add(identifiers, "phone", traits.getString("phone"));
            }
            for (Object external : context.getJsonArray("externalIds", new JsonArray())) {
                add(identifiers, ((JsonObject) external).getString("type"), ((JsonObject) external).getString("id"));
            }
            evidence.seen(identifiers, channel, false, Instant.parse(event.getString("timestamp")));
        });
    }

    private void rows(String file, String source, boolean enriching, String time, String... namespaces) {
        rows(folder.resolve(file), row -> {
            Set<String> identifiers = new TreeSet<>();
            for (String namespace : namespaces) {
                add(identifiers, namespace, row.get(namespace));
            }
            evidence.seen(identifiers, source, enriching, Instant.parse(row.get(time)));
        });
    }

    /** The files of this input quote nothing. */
    static void rows(Path file, Consumer<Map<String, String>> use) {
        List<String> header = new ArrayList<>();
        lines(file, line -> {
            List<String> cells = List.of(line.split(",", -1));
            if (header.isEmpty()) {
                header.addAll(cells);
                return;
            }
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), cells.get(i));
            }
            use.accept(row);
        });
    }

    private static void lines(Path file, Consumer<String> use) {
        try (var raw = Files.newInputStream(file);
                var bytes = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                var reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
                Stream<String> lines = reader.lines()) {
            lines.forEach(use);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Set<String> identifiers, String namespace, @Nullable String raw) {
        if (raw == null || raw.isBlank()) {
            return;
        }
        String value = switch (namespace) {
            case "email" -> raw.strip().toLowerCase(Locale.ROOT);
            case "phone" -> phone(raw);
            default -> raw.strip();
        };
        identifiers.add(namespace + ":" + value);
    }

    private static String phone(String raw) {
        String digits = raw.replaceAll("[^0-9+]", "").replaceFirst("^00", "+");
        return digits.matches("[0-9]{10}") ? "+1" + digits : digits;
    }
}
