package io.onefold.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final String TEXT = """
            # HELP onefold_feed_lag_items Items
            # TYPE onefold_feed_lag_items gauge
            onefold_feed_lag_items{feed="events",partition="0",} 3.0
            onefold_feed_lag_items{feed="events",partition="1"} 4.0
            onefold_feed_lag_items{feed="a \\"quoted\\" \\\\ {name}, with=\\n",partition="1",} 1.5E3 1700000000000
            onefold_feed_clock_age_seconds{feed="events",} NaN
            process_uptime_seconds 12.5
            limit +Inf
            """;

    @Test
    void valuesAreFoundByTheirLabels() throws IOException {
        Scrape scrape = Scrape.parse(TEXT);
        assertEquals(7, scrape.sum("onefold_feed_lag_items", "feed", "events"));
        assertEquals(OptionalDouble.of(4), scrape.max("onefold_feed_lag_items", "feed", "events"));
        assertEquals(4, scrape.sum("onefold_feed_lag_items", "feed", "events", "partition", "1"));
        assertEquals(1500, scrape.sum("onefold_feed_lag_items", "feed", "a \"quoted\" \\ {name}, with=\n"));
        assertEquals(12.5, scrape.sum("process_uptime_seconds"));
        assertEquals(OptionalDouble.of(Double.POSITIVE_INFINITY), scrape.max("limit"));
    }

    @Test
    void whatSaysNothingCountsNothing() throws IOException {
        Scrape scrape = Scrape.parse(TEXT);
        assertTrue(scrape.max("onefold_feed_clock_age_seconds").isEmpty());
        assertEquals(0, scrape.sum("onefold_feed_clock_age_seconds"));
        assertEquals(0, scrape.sum("no_such_name"));
    }

    @Test
    void anotherFormatIsNotGuessedAt() {
        assertThrows(IOException.class, () -> Scrape.parse("<html>"));
        assertThrows(IOException.class, () -> Scrape.parse("name{label=unquoted} 1"));
        assertThrows(IOException.class, () -> Scrape.parse("name{a=\"b\"} one"));
    }
}
