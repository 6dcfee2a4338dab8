package io.onefold.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IngestTest extends OnStack {
    @Test
    void anEventIsFiledAndComesDownTheFeed() {
        String id = UUID.randomUUID().toString();
        IngestResponse response = service.ingest("dev-orders", """
                {"type":"track","event":"Order Completed","messageId":"%s","userId":"u-1",
                 "context":{"traits":{"email":" Ann@Example.com "}},
                 "properties":{"total":"34.80","lines":[1,2.50]},"timestamp":"2026-01-02T03:04:05.678Z"}""".formatted(id));
        Verdict verdict = response.getVerdicts(0);
        assertEquals(Verdict.Outcome.OUTCOME_ACCEPTED, verdict.getOutcome());
        assertFalse(response.getConsistencyToken().isEmpty());

        Event event = service.event("dev-read", verdict.getEventId());
        assertEquals(EventType.EVENT_TYPE_TRACK, event.getType());
        assertEquals(Channel.CHANNEL_PAYMENT, event.getChannel());
        assertEquals("Order Completed", event.getName());
        assertEquals(id, event.getMessageId());
        assertEquals("dev", event.getWorkspace());
        assertEquals("{\"lines\":[1,2.50],\"total\":\"34.80\"}", event.getProperties());
        assertEquals("email", event.getIdentifiers(0).getNamespace());
        assertEquals("ann@example.com", event.getIdentifiers(0).getValue());
        assertEquals("user_id", event.getIdentifiers(1).getNamespace());
        assertEquals(1767323045L, event.getEventTime().getSeconds());
        assertTrue(event.getReceiveTime().getSeconds() > event.getEventTime().getSeconds());
    }

    @Test
    void aTrackThatSomebodyUnsubscribedWithdrawsAndAPageOfThatNameSaysNothing() {
        String track = "{\"type\":\"track\",\"event\":\"Unsubscribed\",\"userId\":\"%s\"}".formatted(UUID.randomUUID());
        String page = "{\"type\":\"page\",\"name\":\"Unsubscribed\",\"userId\":\"%s\"}".formatted(UUID.randomUUID());
        IngestResponse response = service.ingest("dev-email", track, page);
        Event withdrawn = service.event("dev-read", response.getVerdicts(0).getEventId());
        assertEquals(1, withdrawn.getConsentsCount());
        assertFalse(withdrawn.getConsents(0).getGranted());
        Event viewed = service.event("dev-read", response.getVerdicts(1).getEventId());
        assertEquals(0, viewed.getConsentsCount());
    }
}
