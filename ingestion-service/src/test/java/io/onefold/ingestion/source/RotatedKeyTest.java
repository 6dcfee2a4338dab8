package io.onefold.ingestion.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.onefold.devstack.Wait;
import io.onefold.ingestion.OnStack;
import io.onefold.ingestion.grpc.StreamClient;
import io.onefold.kit.access.Secrets;
import io.onefold.proto.ingestion.v1.IngestStreamResponse;
import io.onefold.proto.type.v1.ErrorReason;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A write key that was changed counts no more, however long ago its stream was opened. */
@QuarkusTest
class RotatedKeyTest extends OnStack {
    @Inject
    SourceTable table;

    @Inject
    SourceRegistry registry;

    private record Keyed(String source, String writeKey) {
        SourceRow row() {
            SourceRow row = new SourceRow();
            row.key = new SourceKey("second", source);
            row.channel = "file";
            row.writeKeySha256 = Secrets.sha256(writeKey);
            return row;
        }
    }

    /** As another replica would have written them, in one step. */
    private void put(Keyed... sources) throws InterruptedException {
        table.put(List.of(), Stream.of(sources).map(Keyed::row).toList());
        Wait.until(
                Duration.ofMinutes(2),
                List.of(sources) + " are known",
                () -> Stream.of(sources)
                        .allMatch(keyed -> registry.find(keyed.writeKey)
                                .filter(caller -> caller.source().equals(keyed.source))
                                .isPresent()));
    }

    private static List<String> page() {
        return List.of("{\"type\":\"page\",\"userId\":\"u\",\"messageId\":\"" + UUID.randomUUID() + "\"}");
    }

    @Test
    void aStreamEndsWithItsKey() throws Exception {
        put(new Keyed("rotating", "second-rotating-1"));
        try (StreamClient client = new StreamClient(service, "second-rotating-1")) {
            client.send("before", page());
            assertTrue(client.next().hasResponse());

            put(new Keyed("rotating", "second-rotating-2"));
            client.send("after", page());
            IngestStreamResponse told = client.next();
            assertEquals("after", told.getRequestId());
            assertEquals(
                    ErrorReason.ERROR_REASON_UNKNOWN_CREDENTIAL, told.getError().getReason());
            assertEquals(0, told.getError().getRetryAfterMillis());
            assertEquals(Status.Code.UNAUTHENTICATED, client.ended().getCode());
        }
        assertEquals(1, service.ledger("second-read", "rotating").getReceived());
        try (StreamClient client = new StreamClient(service, "second-rotating-2")) {
            client.send("again", page());
            assertTrue(client.next().hasResponse());
        }
    }

    /** A key that became another source's speaks for that one alone, and not on a stream of the one before. */
    @Test
    void aStreamDoesNotGoOnForAnotherSource() throws Exception {
        put(new Keyed("former", "second-moving"));
        try (StreamClient client = new StreamClient(service, "second-moving")) {
            client.send("before", page());
            assertTrue(client.next().hasResponse());

            put(new Keyed("former", "second-left-behind"));
            put(new Keyed("latter", "second-moving"));
            client.send("after", page());
            assertEquals(
                    ErrorReason.ERROR_REASON_UNKNOWN_CREDENTIAL,
                    client.next().getError().getReason());
            assertEquals(Status.Code.UNAUTHENTICATED, client.ended().getCode());
        }
        assertEquals(1, service.ledger("second-read", "former").getReceived());
        assertEquals(0, service.ledger("second-read", "latter").getReceived());
    }
}
