package io.onefold.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Timestamps;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.onefold.proto.type.v1.Channel;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.EventType;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rows of files become events by mappings that are data. */
@QuarkusTest
class MappingTest extends OnStack {
    private Event filed(String writeKey, String row) {
        Verdict verdict = service.verdict(writeKey, row);
        assertEquals(Outcome.OUTCOME_ACCEPTED, verdict.getOutcome(), verdict::toString);
        return service.event("dev-read", verdict.getEventId());
    }

    private static List<String> identifiers(Event event) {
        return event.getIdentifiersList().stream()
                .map(i -> i.getNamespace() + ":" + i.getValue() + (i.getInvalid() ? "!" : ""))
                .toList();
    }

    @Test
    void aRowOfTheCrmSaysWhoSomebodyIsAndWhatWasConsentedTo() {
        Event event = filed("dev-crm", """
                {"crm_id":"CRM1","first_name":"Zoë","last_name":"Lindqvist","email":"Zoe@Example.org","phone":"(201) 555-0101",
                 "loyalty_id":"LOY1","country":"United Kingdom","twitter_id":"tw1","consent_email":"Y","consent_ads":"N",
                 "updated_at":"2025-12-08T10:00:00.000Z"}""");
        assertEquals(EventType.EVENT_TYPE_IDENTIFY, event.getType());
        assertEquals(Channel.CHANNEL_CRM, event.getChannel());
        assertFalse(event.getEnriching());
        assertEquals("CRM1@2025-12-08T10:00:00.000Z", event.getMessageId());
        assertEquals("2025-12-08T10:00:00Z", Timestamps.toString(event.getEventTime()));
        assertEquals(
                List.of(
                        "crm_id:CRM1",
                        "email:zoe@example.org",
                        "loyalty_id:LOY1",
                        "phone:+12015550101",
                        "twitter_id:tw1"),
                identifiers(event));
        assertEquals(
                "{\"country\":\"United Kingdom\",\"email\":\"Zoe@Example.org\",\"first_name\":\"Zoë\",\"last_name\":\"Lindqvist\",\"phone\":\"(201) 555-0101\"}",
                event.getTraits());
        assertEquals(
                List.of("marketing/email true", "advertising/ads false"),
                event.getConsentsList().stream()
                        .map(c -> c.getPurpose() + "/" + c.getChannel() + " " + c.getGranted())
                        .collect(Collectors.toList()));
    }

    @Test
    void emptyCellsAreAbsentAndInvalidValuesAreKept() {
        Event event = filed("dev-crm", """
                {"crm_id":"CRM2","phone":"N/A","email":"not an address","updated_at":"2025-12-08T10:00:00Z"}""");
        assertEquals(List.of("crm_id:CRM2", "email:not an address!", "phone:N/A!"), identifiers(event));
        assertEquals(0, event.getConsentsCount());
    }

    @Test
    void aPaymentOnlyEnriches() {
        Event event = filed("dev-payments", """
                {"payment_id":"pay-1","order_id":"1","email":" A@example.com ","amount":"634.950","currency":"GBP","method":"card",
                 "status":"refunded","paid_at":"2011-11-17T14:24:05.000Z"}""");
        assertEquals("Payment Refunded", event.getName());
        assertTrue(event.getEnriching());
        assertEquals("pay-1", event.getMessageId());
        assertEquals(List.of("email:a@example.com"), identifiers(event));
        assertTrue(event.getProperties().contains("\"amount\":\"634.950\""));
    }

    @Test
    void thirdPartyDataComeWithTheirProviderAndTheirEnd() {
        Event event = filed("dev-dmp", """
                {"dmp_id":"d1","anonymous_id":"c7","age":"41","job":"admin.","provider":"acme-dmp",
                 "synced_at":"2026-05-22T00:00:00.000Z","expires_at":"2026-08-20T00:00:00.000Z"}""");
        assertEquals("{\"age\":41,\"job\":\"admin.\"}", event.getTraits());
        assertEquals("acme-dmp", event.getThirdParty().getProvider());
        assertEquals(
                "2026-08-20T00:00:00Z",
                Timestamps.toString(event.getThirdParty().getExpireTime()));
        assertEquals(List.of("anonymous_id:c7"), identifiers(event));
    }

    @Test
    void aVisitToAStoreMayCreateAProfile() {
        Event event = filed("dev-stores", """
                {"visit_id":"till-1","loyalty_id":"LOY1","store":"Málaga","visited_at":"2026-03-27T14:01:00.000Z"}""");
        assertEquals("Store Visited", event.getName());
        assertEquals("{\"store\":\"Málaga\"}", event.getProperties());
        assertFalse(event.getEnriching());
    }

    @Test
    void aRowThatCannotBeMappedIsKeptAside() {
        IngestResponse response = service.ingest(
                "dev-payments",
                "{\"payment_id\":\"pay-9\",\"status\":\"pending\",\"email\":\"a@example.com\",\"paid_at\":\"2026-01-01\"}",
                "{\"payment_id\":\"pay-10\",\"status\":\"captured\",\"email\":\"a@example.com\",\"paid_at\":\"2026-01-01\"}");
        assertEquals("mapping_failed", response.getVerdicts(0).getReason());
        assertEquals(Outcome.OUTCOME_QUARANTINED, response.getVerdicts(0).getOutcome());
        assertEquals(Outcome.OUTCOME_ACCEPTED, response.getVerdicts(1).getOutcome());
        assertEquals(
                "mapping_failed",
                service.verdict("dev-crm", "{\"crm_id\":\"x\",\"updated_at\":\"2026-01-01\",\"consent_ads\":\"maybe\"}")
                        .getReason());
        assertEquals(
                "missing_id",
                service.verdict("dev-dmp", "{\"dmp_id\":\"nobody\"}").getReason());
    }
}
