package io.onefold.sample;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefold.sample.generator.Recipe;
import io.onefold.sample.truth.Answers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every trap is in every sample, the smallest as well. */
class TrapsTest {
    @TempDir
    Path folder;

    private final Map<String, List<JsonNode>> channels = new TreeMap<>();

    @ParameterizedTest
    @CsvSource({"1, 40", "7, 40", "8, 200", "9, 200", "10, 2000"})
    void are_all_there(long seed, int customers) throws IOException {
        Recipe recipe = Recipe.of(customers).withSeed(seed);
        Answers answers = Sample.write(folder, recipe);
        for (String channel : List.of("web", "mobile", "orders", "email", "support", "survey", "social")) {
            channels.put(channel, Tables.events(folder.resolve(channel + ".jsonl")));
        }
        List<Map<String, String>> crm = table("crm");
        assertAll(
                () -> writings(),
                () -> junk(crm),
                () -> time(recipe),
                () -> edges(recipe),
                () -> thirdParties(recipe),
                () -> payments(),
                () -> people(answers),
                () -> audiences(answers));
    }

    private void writings() throws IOException {
        List<String> emails = texts("email");
        List<String> phones = Stream.concat(
                        texts("phone").stream(), table("crm").stream().map(row -> row.getOrDefault("phone", "")))
                .toList();
        some("e-mail in capitals", emails, email -> !email.equals(email.toLowerCase(Locale.ROOT)));
        some("e-mail with blanks", emails, email -> !email.equals(email.strip()));
        Set<String> shapes = phones.stream()
                .filter(phone -> phone.contains("555"))
                .map(phone -> phone.replaceAll("[0-9]", "9"))
                .collect(Collectors.toSet());
        assertTrue(shapes.size() >= 5, () -> "ways to write a number: " + shapes);
        some("name beyond ASCII", texts("firstName"), name -> name.chars().anyMatch(c -> c > 127));
    }

    private void junk(List<Map<String, String>> crm) {
        some("typed test@", texts("email"), "test@example.com"::equals);
        some("noemail@ in the CRM", crm, row -> row.getOrDefault("email", "").equalsIgnoreCase("noemail@example.com"));
        some(
                "zeros for a number",
                crm,
                row -> row.getOrDefault("phone", "").replaceAll("[^0-9]", "").endsWith("0000000000"));
    }

    private void time(Recipe recipe) {
        some("line more than an hour late", all(), event -> lateness(event).compareTo(Duration.ofHours(1)) > 0);
        some(
                "arrival after the end",
                all(),
                event -> instant(event, "receivedAt").isAfter(recipe.asOf()));
        Map<String, Long> times = all().stream()
                .collect(Collectors.groupingBy(
                        event -> event.required("messageId").textValue(), Collectors.counting()));
        some("line that came twice", times.values(), count -> count == 2);
        some(
                "older score after a newer one",
                channels("survey"),
                event -> lateness(event).toDays() == 3);
        some(
                "total as a number",
                channels("orders"),
                event -> event.at("/properties/total").isNumber());
    }

    private void edges(Recipe recipe) {
        for (int days : List.of(30, 60, 90, 180)) {
            Instant edge = recipe.asOf().minus(Duration.ofDays(days));
            some(
                    "event exactly %d days old".formatted(days),
                    all(),
                    event -> instant(event, "timestamp").equals(edge));
        }
    }

    private void thirdParties(Recipe recipe) throws IOException {
        Map<String, Instant> firstSeen = new HashMap<>();
        all().stream()
                .filter(event -> event.has("anonymousId"))
                .forEach(event -> firstSeen.merge(
                        event.required("anonymousId").textValue(),
                        instant(event, "timestamp"),
                        (one, other) -> one.isBefore(other) ? one : other));
        List<Map<String, String>> rows = table("dmp");
        some(
                "row that expires at the end",
                rows,
                row -> Instant.parse(cell(row, "expires_at")).equals(recipe.asOf()));
        some("row about a cookie never seen", rows, row -> !firstSeen.containsKey(cell(row, "anonymous_id")));
        some(
                "row before its person",
                rows,
                row -> Instant.parse(cell(row, "synced_at"))
                        .isBefore(firstSeen.getOrDefault(cell(row, "anonymous_id"), Instant.MIN)));
        assertTrue(
                rows.size()
                        == rows.stream()
                                .map(row -> cell(row, "anonymous_id"))
                                .distinct()
                                .count(),
                "one row for each cookie");
    }

    private void payments() throws IOException {
        Map<String, Instant> orderArrives = new HashMap<>();
        channels("orders")
                .forEach(event -> orderArrives.merge(
                        event.at("/properties/order_id").textValue(),
                        instant(event, "receivedAt"),
                        (one, other) -> one.isBefore(other) ? one : other));
        some(
                "payment before its order",
                table("payments"),
                row -> Instant.parse(cell(row, "paid_at"))
                        .isBefore(orderArrives.getOrDefault(cell(row, "order_id"), Instant.MIN)));
    }

    private void people(Answers answers) throws IOException {
        Set<String> contested = new TreeSet<>();
        answers.figures()
                .required("ambiguousValues")
                .forEach(pair -> contested.add(pair.get(0).textValue()));
        assertTrue(contested.containsAll(Set.of("anonymous_id", "email", "phone")), contested::toString);
        List<Map<String, String>> profiles = answers.profiles();
        some("changed address", profiles, row -> cell(row, "emails").contains(".new@"));
        some("two CRM ids", profiles, row -> cell(row, "crm_ids").contains("|"));
        some(
                "nobody in the CRM",
                profiles,
                row -> cell(row, "kind").equals("anonymous")
                        && !cell(row, "crm_ids").isEmpty());
        some(
                "known to the till alone",
                profiles,
                row -> cell(row, "events").equals("0")
                        && cell(row, "crm_ids").isEmpty()
                        && cell(row, "kind").equals("known"));
        some(
                "guest",
                profiles,
                row -> cell(row, "user_id").isEmpty() && !cell(row, "orders").equals("0"));
        some(
                "call by telephone number alone",
                channels("support"),
                event -> event.at("/context/traits").has("phone")
                        && !event.at("/context/traits").has("email"));
        assertTrue(table("privacy").size() >= 3, "three erasures");
    }

    private static void audiences(Answers answers) {
        answers.members()
                .forEach((audience, members) -> assertTrue(
                        !members.isEmpty()
                                && members.size() < answers.profiles().size() / 2,
                        () -> audience + " has " + members.size() + " members"));
    }

    private List<JsonNode> all() {
        return channels.values().stream().flatMap(List::stream).toList();
    }

    private List<JsonNode> channels(String name) {
        return channels.getOrDefault(name, List.of());
    }

    /** What is written for a trait, wherever. */
    private List<String> texts(String trait) {
        List<String> texts = new ArrayList<>();
        for (JsonNode event : all()) {
            event.findValues(trait).forEach(value -> texts.add(value.textValue()));
        }
        return texts;
    }

    private List<Map<String, String>> table(String name) throws IOException {
        return Tables.csv(folder.resolve(name + ".csv"));
    }

    private static Duration lateness(JsonNode event) {
        return Duration.between(instant(event, "timestamp"), instant(event, "receivedAt"));
    }

    private static Instant instant(JsonNode event, String field) {
        return Instant.parse(event.required(field).textValue());
    }

    private static String cell(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static <T> void some(String what, Iterable<T> of, Predicate<T> is) {
        for (T one : of) {
            if (is.test(one)) {
                return;
            }
        }
        throw new AssertionError("no " + what);
    }
}
