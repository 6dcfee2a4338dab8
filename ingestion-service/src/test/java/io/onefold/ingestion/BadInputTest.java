package io.onefold.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.IngestResponse;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.ingestion.v1.Verdict.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with an event has a reason of its own, and its neighbours go through. */
@QuarkusTest
class BadInputTest extends OnStack {
    private static final Set<String> REJECTED = Set.of("json", "json_not_object", "too_large");

    private static String good() {
        return "{\"type\":\"track\",\"event\":\"x\",\"userId\":\"neighbour\",\"messageId\":\"" + UUID.randomUUID()
                + "\"}";
    }

    /** Sends the event between two good ones. */
    private Verdict between(byte[] bad) {
        IngestResponse response = service.as("dev-web")
                .ingest(IngestRequest.newBuilder()
                        .addEvents(RawEvent.newBuilder().setJson(ByteString.copyFromUtf8(good())))
                        .addEvents(RawEvent.newBuilder().setJson(ByteString.copyFrom(bad)))
                        .addEvents(RawEvent.newBuilder().setJson(ByteString.copyFromUtf8(good())))
                        .build());
        assertEquals(Outcome.OUTCOME_ACCEPTED, response.getVerdicts(0).getOutcome());
        assertEquals(Outcome.OUTCOME_ACCEPTED, response.getVerdicts(2).getOutcome());
        return response.getVerdicts(1);
    }

    private void requireRefused(String reason, Verdict verdict) {
        Outcome outcome = REJECTED.contains(reason) ? Outcome.OUTCOME_REJECTED : Outcome.OUTCOME_QUARANTINED;
        assertEquals(reason, verdict.getReason(), verdict::toString);
        assertEquals(outcome, verdict.getOutcome(), verdict::toString);
        assertFalse(verdict.getDetail().isEmpty());
        assertEquals(outcome == Outcome.OUTCOME_REJECTED, verdict.getEventId().isEmpty());
    }

    /** In place of `@` stands an id that makes each event its own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "json|{\"type\":\"track\",\"event\":\"@\"",
                "json|{\"type\":\"track\",\"event\":\"@\",\"userId\":\"u\"} x",
                "json|{\"type\":\"track\",\"type\":\"page\",\"event\":\"@\"}",
                "json|{\"type\":\"track\",\"event\":\"@\",\"userId\":\"u\",\"properties\":{\"total\":NaN}}",
                "json_not_object|[]",
                "json_not_object|\"@\"",
                "missing_type|{\"event\":\"@\",\"userId\":\"u\"}",
                "unknown_type|{\"type\":\"dance\",\"userId\":\"@\"}",
                "unknown_type|{\"type\":5,\"userId\":\"@\"}",
                "missing_id|{\"type\":\"track\",\"event\":\"@\"}",
                "missing_id|{\"type\":\"track\",\"event\":\"@\",\"userId\":null,\"anonymousId\":\" \"}",
                "missing_id|{\"type\":\"alias\",\"userId\":\"@\"}",
                "missing_id|{\"type\":\"group\",\"userId\":\"@\"}",
                "id_not_string|{\"type\":\"page\",\"userId\":123,\"name\":\"@\"}",
                "id_not_string|{\"type\":\"page\",\"anonymousId\":{},\"name\":\"@\"}",
                "id_not_string|{\"type\":\"page\",\"userId\":\"@\",\"messageId\":7}",
                "id_not_string|{\"type\":\"identify\",\"userId\":\"@\",\"traits\":{\"email\":5}}",
                "bad_namespace|{\"type\":\"page\",\"userId\":\"@\",\"context\":{\"externalIds\":[{\"type\":\"1st\",\"id\":\"x\"}]}}",
                "missing_event|{\"type\":\"track\",\"userId\":\"@\"}",
                "missing_event|{\"type\":\"track\",\"userId\":\"@\",\"event\":\" \"}",
                "bad_timestamp|{\"type\":\"page\",\"userId\":\"@\",\"timestamp\":\"yesterday\"}",
                "bad_timestamp|{\"type\":\"page\",\"userId\":\"@\",\"timestamp\":\"292277026596-12-04T15:30:08Z\"}",
                "bad_timestamp|{\"type\":\"page\",\"userId\":\"@\",\"timestamp\":\"+292277026596-12-04T15:30:08Z\"}",
                "bad_timestamp|{\"type\":\"page\",\"userId\":\"@\",\"timestamp\":\"1969-12-31T23:59:59Z\"}",
                "bad_timestamp|{\"type\":\"page\",\"userId\":\"@\",\"timestamp\":1700000000}",
                "bad_timestamp|{\"type\":\"page\",\"userId\":\"@\",\"sentAt\":\"2026-13-01\"}",
                "bad_number|{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"@\",\"properties\":{\"total\":\"NaN\"}}",
                "bad_number|{\"type\":\"track\",\"event\":\"Order Refunded\",\"userId\":\"@\",\"properties\":{\"total\":\"\"}}",
                "bad_number|{\"type\":\"track\",\"event\":\"Order Refunded\",\"userId\":\"@\",\"properties\":{\"total\":[1]}}",
                "bad_number|{\"type\":\"track\",\"event\":\"Order Refunded\",\"userId\":\"@\",\"properties\":{\"total\":1e31}}",
                "bad_number|{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"@\",\"properties\":{\"total\":\"1e2147483647\"}}",
                "bad_number|{\"type\":\"page\",\"userId\":\"@\",\"properties\":{\"a\":1e400}}",
                "bad_number|{\"type\":\"page\",\"userId\":\"@\",\"properties\":{\"a\":1e-999999999}}",
                "bad_string|{\"type\":\"page\",\"userId\":\"@\",\"properties\":{\"a\":\"\\u0000\"}}",
                "bad_string|{\"type\":\"page\",\"userId\":\"@\",\"properties\":{\"\\u0000\":1}}",
                "bad_string|{\"type\":\"page\",\"userId\":\"@\",\"properties\":{\"a\":\"\\ud83d alone\"}}",
                "bad_string|{\"type\":\"page\",\"userId\":\"@\",\"messageId\":\"\\udc00\"}",
                "two_ids|{\"type\":\"page\",\"userId\":\"@\",\"context\":{\"externalIds\":[{\"type\":\"userId\",\"id\":\"other\"}]}}",
                "bad_consent|{\"type\":\"page\",\"userId\":\"@\",\"context\":{\"consent\":{\"categoryPreferences\":{\"ads\":\"no\"}}}}",
                "bad_consent|{\"type\":\"page\",\"userId\":\"@\",\"context\":{\"consents\":[{\"purpose\":\"x\",\"granted\":true}]}}",
                "bad_shape|{\"type\":\"page\",\"userId\":\"@\",\"properties\":[]}"
            })
    void eachFaultHasItsReason(String reason, String event) {
        requireRefused(
                reason, between(event.replace("@", UUID.randomUUID().toString()).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void sizesAndDepthsHaveTheirs() {
        String id = UUID.randomUUID().toString();
        requireRefused(
                "too_large",
                between(("{\"type\":\"page\",\"userId\":\"" + "x".repeat(33_000) + "\"}")
                        .getBytes(StandardCharsets.UTF_8)));
        requireRefused("too_large", between(new byte[10 << 20]));
        requireRefused(
                "too_deep",
                between(("{\"type\":\"page\",\"userId\":\"%s\",\"properties\":%s1%s}"
                                .formatted(id, "{\"a\":".repeat(1000), "}".repeat(1000)))
                        .getBytes(StandardCharsets.UTF_8)));
        requireRefused(
                "too_deep",
                between(("{\"a\":" + "[".repeat(16_000) + "]".repeat(16_000) + "}").getBytes(StandardCharsets.UTF_8)));
        requireRefused(
                "bad_number",
                between(("{\"type\":\"page\",\"userId\":\"u\",\"properties\":{\"a\":" + "9".repeat(401) + "}}")
                        .getBytes(StandardCharsets.UTF_8)));
        requireRefused(
                "field_too_long",
                between(("{\"type\":\"page\",\"userId\":\"" + "x".repeat(513) + "\"}")
                        .getBytes(StandardCharsets.UTF_8)));
        requireRefused(
                "field_too_long",
                between(("{\"type\":\"track\",\"userId\":\"" + id + "\",\"event\":\"" + "x".repeat(201) + "\"}")
                        .getBytes(StandardCharsets.UTF_8)));
        requireRefused(
                "field_too_long",
                between(("{\"type\":\"page\",\"userId\":\"u\",\"messageId\":\"" + "x".repeat(201) + "\"}")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bytesThatAreNotUtf8AreNotJson() {
        byte[] event = good().replace("neighbour", "neighbo?r").getBytes(StandardCharsets.UTF_8);
        int at = new String(event, StandardCharsets.UTF_8).indexOf('?');
        event[at] = (byte) 0xc3;
        requireRefused("json", between(event));
        requireRefused("json", between(good().getBytes(StandardCharsets.UTF_16BE)));
        requireRefused("json", between(good().getBytes(StandardCharsets.UTF_16)));
        // A surrogate that somebody encoded by itself.
        byte[] encoded = good().replace("neighbour", "abc").getBytes(StandardCharsets.UTF_8);
        int abc = new String(encoded, StandardCharsets.UTF_8).indexOf("abc");
        encoded[abc] = (byte) 0xed;
        encoded[abc + 1] = (byte) 0xa0;
        encoded[abc + 2] = (byte) 0xbd;
        requireRefused("json", between(encoded));
    }

    @Test
    void theSamplesBadLinesHaveExactlyTheirReasons() throws IOException {
        requireReasons("dev-survey", SharedData.sample("bad.jsonl"), SharedData.sample("bad_expected.csv"));
    }

    @Test
    void theMainInputsBadLinesHaveExactlyTheirReasons() throws IOException {
        Path bad = SharedData.path("main-input/bad.jsonl.gz");
        assumeTrue(Files.exists(bad), () -> "no main input at " + bad);
        requireReasons("second-web", bad, SharedData.path("main-input/bad_expected.csv"));
    }

    private void requireReasons(String writeKey, Path bad, Path expected) throws IOException {
        List<String> reasons = SharedData.lines(expected).stream()
                .skip(1)
                .map(line -> line.substring(line.indexOf(',') + 1))
                .toList();
        IngestResponse first = service.ingest(writeKey, SharedData.lines(bad));
        List<String> got = new ArrayList<>();
        first.getVerdictsList().forEach(verdict -> got.add(verdict.getReason()));
        assertEquals(reasons, got);
        IngestResponse again = service.ingest(writeKey, SharedData.lines(bad));
        for (int i = 0; i < reasons.size(); i++) {
            boolean rejected = REJECTED.contains(reasons.get(i));
            assertEquals(
                    rejected ? Outcome.OUTCOME_REJECTED : Outcome.OUTCOME_DUPLICATE,
                    again.getVerdicts(i).getOutcome());
            assertEquals(first.getVerdicts(i).getEventId(), again.getVerdicts(i).getEventId());
            assertTrue(rejected || !again.getVerdicts(i).getConflict());
        }
    }
}
