package io.onefold.activation;

import static io.onefold.activation.script.Changes.enters;
import static io.onefold.activation.script.Changes.known;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.script.Deliveries;
import io.onefold.activation.script.ScriptedFeeds;
import io.onefold.activation.script.ServiceTest;
import io.onefold.devstack.Scrape;
import io.onefold.devstack.Wait;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What became of deliveries, as Prometheus is shown it. */
@ServiceTest
class DeliveryMetricsTest {
    @TestHTTPResource(value = "metrics", management = true)
    URI metrics;

    @Inject
    ScriptedFeeds feeds;

    @Inject
    Deliveries deliveries;

    private double ended(String outcome, String reason) throws Exception {
        return Scrape.of(metrics).sum("onefold_deliveries_total", "outcome", outcome, "reason", reason);
    }

    private double mails() throws Exception {
        return Scrape.of(metrics).sum("onefold_delivery_attempts_total", "kind", "smtp", "outcome", "sent");
    }

    @Test
    void eachDeliveryIsCountedByItsEnd() throws Exception {
        UUID ann = UUID.randomUUID();
        UUID bob = UUID.randomUUID();
        double sent = ended("sent", "");
        double mails = mails();
        double refused = ended("suppressed", "CONSENT_DENIED");
        feeds.publish(known(ann, "marketing/email"));
        feeds.publish(known(bob, "-marketing/email"));
        feeds.publish(enters(ann, "vip", 1));
        feeds.publish(enters(bob, "vip", 1));
        deliveries.await(ann, "SENT");
        deliveries.await(bob, "SUPPRESSED CONSENT_DENIED");
        // Counted a moment after the commit by which the table shows it.
        Wait.until(
                Duration.ofSeconds(30),
                "both are counted",
                () -> ended("sent", "") == sent + 1 && ended("suppressed", "CONSENT_DENIED") == refused + 1);
        assertEquals(mails + 1, mails());
        assertTrue(Scrape.of(metrics).sum("onefold_feed_items_total", "feed", "memberships") >= 2);
        assertTrue(Scrape.of(metrics).sum("onefold_feed_items_total", "feed", "profiles") >= 2);
    }
}
