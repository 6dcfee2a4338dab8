package io.onefold.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.devstack.PostgresAddress;
import io.onefold.launcher.client.Retry;
import io.onefold.launcher.client.SuiteClient;
import io.onefold.launcher.importing.ImportOrder;
import io.onefold.launcher.importing.ImportReport;
import io.onefold.launcher.importing.Importer;
import io.onefold.launcher.importing.InputRow;
import io.onefold.launcher.running.ServiceKind;
import io.onefold.launcher.running.Suite;
import io.onefold.proto.ingestion.v1.GetLedgerRequest;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.onefold.proto.ingestion.v1.ListLostEventsRequest;
import io.onefold.proto.ingestion.v1.ListLostEventsResponse;
import io.onefold.proto.ingestion.v1.LostEvent;
import io.onefold.proto.profile.v1.ListTimelineRequest;
import io.onefold.proto.profile.v1.ListTimelineResponse;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Ingestion's database is put back to the middle of an import, after all of it went through: readers scan again, what is missing is named, and
 * what is sent again counts once.
 */
class RestoreIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Instant END = Instant.parse("2026-07-01T00:00:00Z");
    private static final ImportOrder ORDER = ImportOrder.named("shuffled", 7).orElseThrow();
    private static final String DATABASE = "onefold_ingestion";
    private static final String COPY = "onefold_ingestion_copy";

    @Test
    void aRestoredIngestionLosesNothingDownstreamAndCountsNothingTwice() throws SQLException {
        List<InputRow> rows = Importer.read(Runs.checkout().resolve("sample"));
        List<InputRow> first = rows.subList(0, rows.size() / 2);
        List<InputRow> second = rows.subList(rows.size() / 2, rows.size());
        try (Suite suite = Runs.start("restore");
                SuiteClient client = new SuiteClient(suite.options().portOffset())) {
            ImportReport half = run(client, first);
            Set<String> early =
                    events(client, profiles(client, half.consistencyToken()).keySet());
            suite.service("ingestion").stop();
            at(suite, "create database " + COPY + " template " + DATABASE);
            suite.service("ingestion").start();
            long atTheCopy = accepted(client);
            ImportReport all = run(client, second);
            Map<String, Profile> before = profiles(client, all.consistencyToken());
            Set<String> known = events(client, before.keySet());
            long lost = accepted(client) - atTheCopy;
            assertTrue(lost > 300, () -> "only " + lost + " events came after the copy");

            suite.service("ingestion").crash();
            at(
                    suite,
                    "drop database " + DATABASE + " with (force)",
                    "alter database " + COPY + " rename to " + DATABASE);
            Suite.attach(suite.options()
                            .withProperty(ServiceKind.INGESTION, "onefold.feed.restored", "the middle of the import"))
                    .service("ingestion")
                    .start();

            // At once: who sends meanwhile is held up until the claims are back.
            long accepted = accepted(client);
            assertEquals(atTheCopy, accepted);
            ImportReport again = run(client, rows);
            assertEquals(accepted, accepted(client), "nothing counts twice");
            assertEquals(before, profiles(client, again.consistencyToken()));
            assertEquals(known, events(client, before.keySet()));

            Set<String> named = lost(client);
            assertEquals(lost, named.size());
            Set<String> late = new HashSet<>(known);
            late.removeAll(early);
            assertTrue(late.size() > 300 && named.containsAll(late), "something that came after the copy is not named");
        }
    }

    private static ImportReport run(SuiteClient client, List<InputRow> rows) {
        return new Importer(client, line -> {}).run(rows, ORDER, END);
    }

    private static void at(Suite suite, String... statements) throws SQLException {
        PostgresAddress postgres = suite.stackInfo().postgres();
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static long accepted(SuiteClient client) {
        return Retry.within(PATIENCE, () -> client.ledger().getLedger(GetLedgerRequest.getDefaultInstance()))
                .getEntriesList()
                .stream()
                .mapToLong(LedgerEntry::getAccepted)
                .sum();
    }

    private static Map<String, Profile> profiles(SuiteClient client, String token) {
        return Retry.within(PATIENCE, () -> {
            Map<String, Profile> profiles = new TreeMap<>();
            client.profiles()
                    .scanProfiles(ScanProfilesRequest.newBuilder()
                            .setIncludeProfile(true)
                            .setConsistencyToken(token)
                            .build())
                    .forEachRemaining(response -> response.getProfilesList()
                            .forEach(scanned ->
                                    profiles.put(scanned.getProfile().getProfileId(), scanned.getProfile())));
            return profiles;
        });
    }

    /** All that stand in timelines, each once. */
    private static Set<String> events(SuiteClient client, Set<String> profileIds) {
        Set<String> events = new HashSet<>();
        for (String profileId : profileIds) {
            String page = "";
            do {
                ListTimelineRequest request = ListTimelineRequest.newBuilder()
                        .setProfileId(profileId)
                        .setPageSize(1000)
                        .setPageToken(page)
                        .build();
                ListTimelineResponse response =
                        Retry.within(PATIENCE, () -> client.profiles().listTimeline(request));
                response.getEventsList()
                        .forEach(event -> assertTrue(
                                events.add(event.getEventId()), () -> event.getEventId() + " stands there twice"));
                page = response.getNextPageToken();
            } while (!page.isEmpty());
        }
        return events;
    }

    private static Set<String> lost(SuiteClient client) {
        Set<String> lost = new HashSet<>();
        String page = "";
        do {
            ListLostEventsRequest request = ListLostEventsRequest.newBuilder()
                    .setPageSize(1000)
                    .setPageToken(page)
                    .build();
            ListLostEventsResponse response =
                    Retry.within(PATIENCE, () -> client.restores().listLostEvents(request));
            response.getEventsList().stream().map(LostEvent::getEventId).forEach(lost::add);
            page = response.getNextPageToken();
        } while (!page.isEmpty());
        return lost;
    }
}
