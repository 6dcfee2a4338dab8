package io.onefold.launcher.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the twelve audiences ask for is among the events; that they make members is for the benchmark itself to say. */
class BenchEventsTest {
    private static final int BATCHES = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<JsonNode>> byKey = new HashMap<>();

    BenchEventsTest() throws IOException {
        BenchEvents events = new BenchEvents(1, 500);
        for (int i = 0; i < BATCHES; i++) {
            Sender.Batch batch = events.batch(100);
            for (byte[] event : batch.events()) {
                byKey.computeIfAbsent(batch.writeKey(), key -> new ArrayList<>())
                        .add(JSON.readTree(event));
            }
        }
    }

    private List<JsonNode> of(String writeKey) {
        return byKey.getOrDefault(writeKey, List.of());
    }

    @Test
    void theAppAndTheProviderSendTheirShare() {
        assertEquals(Set.of("dev-web", BenchEvents.MOBILE, BenchEvents.DMP), byKey.keySet());
        assertEquals(400, of(BenchEvents.DMP).size());
        assertEquals(800, of(BenchEvents.MOBILE).size());
        assertTrue(of(BenchEvents.MOBILE).stream()
                .allMatch(event -> event.path("type").asText().equals("screen")));
        for (JsonNode row : of(BenchEvents.DMP)) {
            Duration good = Duration.between(
                    Instant.parse(row.path("synced_at").asText()),
                    Instant.parse(row.path("expires_at").asText()));
            assertEquals(Duration.ofDays(90), good);
        }
        assertTrue(of(BenchEvents.DMP).stream()
                .anyMatch(row -> row.path("job").asText().equals("admin.")));
    }

    /** Consent, an order in the United Kingdom and the app come together in one person. */
    @Test
    void somebodyInTheAppHasConsented() {
        Set<String> app = users(of(BenchEvents.MOBILE));
        Set<String> consented = users(of("dev-web").stream()
                .filter(event -> event.at("/context/consents/0/purpose")
                                .asText()
                                .equals("marketing")
                        && event.at("/context/consents/0/channel").asText().equals("email")
                        && event.at("/context/consents/0/granted").asBoolean())
                .toList());
        Set<String> buyers = users(of("dev-web").stream()
                .filter(event -> event.at("/properties/country").asText().equals("United Kingdom"))
                .toList());
        app.retainAll(consented);
        app.retainAll(buyers);
        assertTrue(app.size() > 10, app::toString);
    }

    @Test
    void someAreNeverKnownAndSomeOrderedLongAgo() {
        Map<String, Boolean> known = new HashMap<>();
        Map<String, Instant> lastOrders = new HashMap<>();
        for (JsonNode event : of("dev-web")) {
            String cookie = event.path("anonymousId").asText();
            known.merge(cookie, event.has("userId"), Boolean::logicalOr);
            if (event.path("event").asText().equals("Order Completed")) {
                Instant time = Instant.parse(event.path("timestamp").asText());
                lastOrders.merge(cookie, time, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        assertTrue(known.values().stream().filter(is -> !is).count() >= 10, known::toString);
        Instant halfAYearAgo = Instant.now().minus(Duration.ofDays(180));
        assertTrue(lastOrders.values().stream().anyMatch(halfAYearAgo::isAfter), lastOrders::toString);
    }

    @Test
    void anAudienceWithoutAMemberIsSaidPlainly() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("bench_vip", 12L);
        sizes.put("bench_empty", 0L);
        BenchReport report = new BenchReport();
        report.members(sizes);
        List<String> said = new ArrayList<>();
        report.print(said::add);
        assertEquals(
                List.of("bench_empty"),
                said.stream()
                        .filter(line -> line.contains("NO MEMBER"))
                        .map(line -> line.trim().split(" ")[0])
                        .toList());
        assertTrue(said.stream().anyMatch(line -> line.contains("bench_vip")));
    }

    private static Set<String> users(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("userId").asText())
                .filter(user -> !user.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
