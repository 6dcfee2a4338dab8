package io.onefold.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.onefold.launcher.running.SuiteException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * The answers that a folder expects, as its {@code expected/} holds them.
 *
 * @param figures {@code expected.json}
 * @param profiles by pid
 * @param identifiers {@code pid namespace:value}
 * @param members of each audience, by pid
 * @param membersAfterErasures the same once those who asked for it are erased; empty when the folder does not say
 * @param refusals reason by line of {@code bad.jsonl}
 */
record Expected(
        JsonNode figures,
        Map<String, ProfileRow> profiles,
        Set<String> identifiers,
        Map<String, Set<String>> members,
        Map<String, Set<String>> membersAfterErasures,
        Map<Integer, String> refusals) {

    /** What the answers call the audience that the suite calls {@code vip}. */
    static final String VIP = "vip_net_ltv_ge_2000";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CsvMapper CSV = new CsvMapper();

    static Expected of(Path folder) {
        Path expected = folder.resolve("expected");
        try {
            Map<String, ProfileRow> profiles = new TreeMap<>();
            csv(expected.resolve("profiles.csv")).forEach(row -> profiles.put(cell(row, "pid"), profile(row)));
            Set<String> identifiers = new TreeSet<>();
            csv(expected.resolve("identifiers.csv"))
                    .forEach(row ->
                            identifiers.add(cell(row, "pid") + " " + cell(row, "type") + ":" + cell(row, "value")));
            Map<Integer, String> refusals = new TreeMap<>();
            csv(folder.resolve("bad_expected.csv"))
                    .forEach(row -> refusals.put(Integer.valueOf(cell(row, "line")), cell(row, "error")));
            return new Expected(
                    json(expected.resolve("expected.json")),
                    profiles,
                    identifiers,
                    members(expected.resolve("audience_members.json")),
                    membersAfterErasures(expected),
                    refusals);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new SuiteException("the expected answers of " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The instant that everything is asked as of. */
    Instant asOf() {
        return Instant.parse(figures.required("asOf").textValue());
    }

    /** The pids of the members of {@code vip}. */
    Set<String> vip() {
        return members.getOrDefault(VIP, Set.of());
    }

    /** The pid of the profile that holds a value. */
    Optional<String> holder(String namespace, String value) {
        String held = " " + namespace + ":" + value;
        return identifiers.stream()
                .filter(one -> one.endsWith(held))
                .map(one -> one.substring(0, one.length() - held.length()))
                .findFirst();
    }

    long figure(String name) {
        return figures.required(name).longValue();
    }

    /** The size of an audience once those are erased who asked for it. */
    long sizeAfterErasures(String audience) {
        return figures.required("audiencesAfterDeletes").required(audience).longValue();
    }

    /** The members of an audience once some persons are erased; where the folder does not say, those who were and remain. */
    Set<String> membersWithout(String audience, Set<String> erased) {
        Set<String> remaining = new TreeSet<>(members.getOrDefault(audience, Set.of()));
        remaining.removeAll(erased);
        return membersAfterErasures.getOrDefault(audience, remaining);
    }

    BigDecimal amount(String name) {
        return new BigDecimal(figures.required(name).textValue());
    }

    /** The values that several profiles claim, as {@code namespace:value}. */
    Set<String> contested() {
        Set<String> values = new TreeSet<>();
        figures.required("ambiguousValues")
                .forEach(pair ->
                        values.add(pair.get(0).textValue() + ":" + pair.get(1).textValue()));
        return values;
    }

    /** Whose browser was shared with somebody who is erased may become a member by what comes free. */
    private static Map<String, Set<String>> membersAfterErasures(Path expected) throws IOException {
        Path file = expected.resolve("audience_members_after_deletes.json");
        return Files.exists(file) ? members(file) : Map.of();
    }

    private static Map<String, Set<String>> members(Path file) throws IOException {
        Map<String, Set<String>> members = new TreeMap<>();
        json(file).properties().forEach(audience -> {
            Set<String> pids = new TreeSet<>();
            audience.getValue().forEach(pid -> pids.add(pid.textValue()));
            members.put(audience.getKey(), pids);
        });
        return members;
    }

    private static ProfileRow profile(Map<String, String> row) {
        return new ProfileRow(
                cell(row, "pid"),
                cell(row, "kind"),
                cell(row, "user_id"),
                list(cell(row, "emails")),
                list(cell(row, "phones")),
                list(cell(row, "crm_ids")),
                Long.parseLong(cell(row, "anonymous_ids")),
                Long.parseLong(cell(row, "events")),
                Long.parseLong(cell(row, "orders")),
                new BigDecimal(cell(row, "gross")),
                new BigDecimal(cell(row, "refunds")),
                present(row, "first_order").map(Instant::parse),
                present(row, "last_order").map(Instant::parse),
                present(row, "last_nps").map(BigDecimal::new),
                present(row, "consent_email").map(Boolean::valueOf),
                cell(row, "country"),
                Long.parseLong(cell(row, "sessions")));
    }

    private static List<String> list(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split("\\|"));
    }

    private static Optional<String> present(Map<String, String> row, String column) {
        return Optional.of(cell(row, column)).filter(cell -> !cell.isEmpty());
    }

    private static String cell(Map<String, String> row, String column) {
        String cell = row.get(column);
        if (cell == null) {
            throw new IllegalArgumentException("a row of the expected answers has no column " + column);
        }
        return cell;
    }

    private static JsonNode json(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return JSON.readTree(in);
        }
    }

    private static List<Map<String, String>> csv(Path file) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (InputStream in = open(file);
                MappingIterator<Map<String, String>> read = CSV.readerForMapOf(String.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(in)) {
            while (read.hasNext()) {
                rows.add(read.next());
            }
        }
        return rows;
    }

    private static InputStream open(Path file) throws IOException {
        Path packed = file.resolveSibling(file.getFileName() + ".gz");
        if (!Files.exists(file) && !Files.exists(packed)) {
            throw new NoSuchFileException(file.toString(), null, "is missing");
        }
        return Files.exists(file) ? Files.newInputStream(file) : new GZIPInputStream(Files.newInputStream(packed));
    }
}
