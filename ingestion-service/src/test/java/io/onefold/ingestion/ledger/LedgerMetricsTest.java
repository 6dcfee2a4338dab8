package io.onefold.ingestion.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.devstack.Scrape;
import io.onefold.devstack.Wait;
import io.onefold.ingestion.OnStack;
import io.onefold.kit.sql.Database;
import io.onefold.proto.ingestion.v1.LedgerEntry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Prometheus is shown of the ledger is what the ledger says. */
@QuarkusTest
class LedgerMetricsTest extends OnStack {
    private static final String SOURCE = "web";

    @TestHTTPResource(value = "metrics", management = true)
    URI metrics;

    @Inject
    Database database;

    private final String run = UUID.randomUUID().toString();

    private String event(int number, String more) {
        return "{\"type\":\"page\",\"messageId\":\"%s-%d\",\"userId\":\"u-%s\"%s}".formatted(run, number, run, more);
    }

    private static double outcome(Scrape scrape, String outcome) {
        return scrape.sum("onefold_ledger_events_total", "source", SOURCE, "outcome", outcome);
    }

    private static double received(Scrape scrape) {
        return scrape.sum("onefold_ledger_received_events_total", "source", SOURCE);
    }

    @Test
    void everyEventIsCountedOnceByItsOutcome() throws Exception {
        Scrape before = Scrape.of(metrics);
        LedgerEntry ledgerBefore = service.ledger("dev-read", SOURCE);
        List<String> events = new ArrayList<>(
                IntStream.range(0, 40).mapToObj(i -> event(i, "")).toList());
        // Two that come again, one of them with other content; one that names a time which none can be; one that is no
        // JSON.
        events.add(event(0, ""));
        events.add(event(1, ",\"name\":\"other\""));
        events.add(
                "{\"type\":\"page\",\"messageId\":\"%s-q\",\"userId\":\"\\u0000\",\"properties\":{\"a\":\"\\ud800\"}}"
                        .formatted(run));
        events.add("no json");
        var unused = service.ingest("dev-web", events);

        Scrape after = Scrape.of(metrics);
        LedgerEntry ledger = service.ledger("dev-read", SOURCE);
        double received = received(after) - received(before);
        double accepted = outcome(after, "accepted") - outcome(before, "accepted");
        double duplicate = outcome(after, "duplicate") - outcome(before, "duplicate");
        double quarantined = outcome(after, "quarantined") - outcome(before, "quarantined");
        double rejected = outcome(after, "rejected") - outcome(before, "rejected");
        assertEquals(44, received);
        assertEquals(40, accepted);
        assertEquals(2, duplicate);
        assertEquals(2, quarantined + rejected);
        assertEquals(ledger.getQuarantined() - ledgerBefore.getQuarantined(), quarantined);
        assertEquals(ledger.getRejected() - ledgerBefore.getRejected(), rejected);
        assertEquals(received, accepted + duplicate + quarantined + rejected);
        assertEquals(
                1,
                after.sum("onefold_ledger_conflicting_events_total", "source", SOURCE)
                        - before.sum("onefold_ledger_conflicting_events_total", "source", SOURCE));
        assertEquals(
                accepted,
                after.sum("onefold_feed_published_items_total") - before.sum("onefold_feed_published_items_total"));
        assertTrue(after.sum("grpc_server_processing_duration_seconds_count") > 0, "the calls of gRPC are not shown");
    }

    @Test
    void whatIsInQuarantineNowIsShownByReason() throws Exception {
        double counted = outcome(Scrape.of(metrics), "quarantined");
        var unused = service.ingest("dev-web", LogLinesTest.quarantined(run, "nobody"));
        assertEquals(counted + 1, outcome(Scrape.of(metrics), "quarantined"));
        Wait.until(
                Duration.ofMinutes(1),
                "the quarantine shows it",
                () -> Scrape.of(metrics).sum("onefold_quarantine_events", "source", SOURCE, "reason", "bad_string")
                        == kept());
        assertTrue(kept() > 0);
    }

    private long kept() {
        return database.snapshot(tx -> tx.query(
                        "select count(*) from quarantined_event where source = $1 and reason = 'bad_string'", SOURCE)
                .iterator()
                .next()
                .getLong(0));
    }

    @Test
    void noLabelGrowsWithTheData() throws Exception {
        Scrape scrape = Scrape.of(metrics);
        scrape.samples("onefold_ledger_events_total")
                .forEach(sample -> assertTrue(
                        sample.labels().values().stream().noneMatch(value -> value.contains(run)), sample::toString));
    }
}
