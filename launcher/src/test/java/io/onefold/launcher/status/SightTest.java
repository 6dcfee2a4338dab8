package io.onefold.launcher.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.devstack.Scrape;
import io.onefold.launcher.running.ServiceKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What two looks at a service tell. */
class SightTest {
    private static final Duration WINDOW = Duration.ofSeconds(2);

    private static Scrape scrape(String... lines) throws IOException {
        return Scrape.parse(String.join("\n", lines));
    }

    @Test
    void aConsumersRateLagAndAge() throws IOException {
        Scrape first = scrape("onefold_feed_items_total{feed=\"events\"} 100");
        Scrape second = scrape(
                "onefold_feed_items_total{feed=\"events\"} 150",
                "onefold_feed_items_total{feed=\"identities\"} 10",
                "onefold_feed_lag_items{feed=\"events\",partition=\"0\"} 3",
                "onefold_feed_lag_items{feed=\"events\",partition=\"1\"} 4",
                "onefold_feed_lag_seconds{feed=\"events\",partition=\"1\"} 0.5",
                "onefold_feed_clock_age_seconds{feed=\"events\"} 1.5",
                "onefold_feed_clock_age_seconds{feed=\"identities\"} NaN",
                "onefold_quarantine_events{reason=\"json\"} 0");
        assertEquals(
                new Sight(OptionalDouble.of(30), "items/s", 7, OptionalDouble.of(1.5), List.of()),
                Sight.of(ServiceKind.PROFILE, first, second, WINDOW));
    }

    @Test
    void whatIsWrongIsNamedTheWorstFirst() throws IOException {
        Scrape second = scrape(
                "onefold_quarantine_events{reason=\"json\"} 2",
                "onefold_quarantine_events{reason=\"two_ids\"} 1",
                "onefold_feed_stuck_partitions{feed=\"events\"} 1",
                "onefold_feed_cursors_lost{feed=\"events\"} 1",
                "onefold_deliveries_total{campaign=\"c\",outcome=\"sent\",reason=\"\"} 9",
                "onefold_deliveries_total{campaign=\"c\",outcome=\"dead\",reason=\"\"} 4");
        assertEquals(
                List.of("1 cursor lost", "1 stuck partitions", "3 in quarantine", "4 deliveries dead"),
                Sight.of(ServiceKind.ACTIVATION, scrape(), second, WINDOW).troubles());
    }

    @Test
    void aServiceThatBeganAnewBetweenTheLooksHasNoRate() throws IOException {
        Scrape first = scrape("onefold_ledger_received_events_total{source=\"web\"} 100");
        Scrape second = scrape("onefold_ledger_received_events_total{source=\"web\"} 1");
        Sight sight = Sight.of(ServiceKind.INGESTION, first, second, WINDOW);
        assertEquals(OptionalDouble.empty(), sight.rate());
        assertEquals(OptionalDouble.empty(), sight.behind(), "it reads no clock");
    }
}
