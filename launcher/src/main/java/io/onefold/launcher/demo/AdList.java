package io.onefold.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefold.launcher.importing.InputRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The list at an advertising partner that the campaign {@code ads-vip} keeps by its files: hashes of e-mail addresses. */
final class AdList {
    private static final String FOLDER = "ads/vip";
    private static final ObjectMapper JSON = new ObjectMapper();

    private AdList() {}

    /**
     * What a partner has who takes the files in the order of their names.
     *
     * @param list the hashes on it in the end
     * @param repeated rows that add what is on the list already, or remove what is not, each with its file and line
     */
    record Taken(Set<String> list, Set<String> repeated) {}

    static Taken read(Path filesRoot) {
        Set<String> list = new TreeSet<>();
        Set<String> repeated = new TreeSet<>();
        Path folder = filesRoot.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return new Taken(list, repeated);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                take(file, list, repeated);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + folder, e);
        }
        return new Taken(list, repeated);
    }

    private static void take(Path file, Set<String> list, Set<String> repeated) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> columns = List.of(lines.get(0).split(","));
        int action = columns.indexOf("action");
        int hash = columns.indexOf("email_sha256");
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",");
            boolean news = cells[action].equals("add") ? list.add(cells[hash]) : list.remove(cells[hash]);
            if (!news) {
                repeated.add("%s line %d: %s".formatted(file.getFileName(), i + 1, lines.get(i)));
            }
        }
    }

    /** Every address of the members whose newest CRM row with a word on advertising agrees to it, but for the erased; by the address. */
    static Map<String, String> expected(Expected expected, Set<String> erased, List<InputRow> rows) {
        Map<String, String> hashes = new TreeMap<>();
        Map<String, JsonNode> newest = newestByPid(expected, rows);
        for (String pid : expected.vip()) {
            ProfileRow profile = expected.profiles().get(pid);
            JsonNode row = newest.get(pid);
            if (profile != null
                    && !erased.contains(pid)
                    && row != null
                    && row.path("consent_ads").asText().equals("Y")) {
                profile.emails().forEach(email -> hashes.put(email, sha256(email)));
            }
        }
        return hashes;
    }

    private static Map<String, JsonNode> newestByPid(Expected expected, List<InputRow> rows) {
        Map<String, JsonNode> newest = new TreeMap<>();
        for (InputRow row : rows) {
            if (!row.source().equals("crm")) {
                continue;
            }
            JsonNode cells = json(row);
            Optional<String> pid =
                    expected.holder("crm_id", cells.path("crm_id").asText());
            if (pid.isPresent() && cells.has("consent_ads")) {
                newest.merge(pid.get(), cells, (one, other) -> time(one).isAfter(time(other)) ? one : other);
            }
        }
        return newest;
    }

    private static Instant time(JsonNode row) {
        return Instant.parse(row.path("updated_at").asText());
    }

    private static JsonNode json(InputRow row) {
        try {
            return JSON.readTree(row.json());
        } catch (IOException e) {
            throw new UncheckedIOException(row.file() + " line " + row.line(), e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
