package io.onefold.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.ingestion.filing.EventIngestor;
import io.onefold.kit.error.Failure;
import io.onefold.kit.validation.RequestLimits;
import io.onefold.proto.ingestion.v1.IngestRequest;
import io.onefold.proto.ingestion.v1.IngestStreamRequest;
import io.onefold.proto.ingestion.v1.RawEvent;
import io.onefold.proto.ingestion.v1.WatchEventsRequest;
import io.onefold.proto.type.v1.PartitionCursor;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hot path's plain limits are those of the proto. */
@QuarkusTest
class LimitsTest extends OnStack {
    @Test
    void plainCodeAndTheProtosRulesAgree() {
        RequestLimits rules = new RequestLimits();
        for (int events : List.of(0, 1, 2, 2499, 2500, 2501, 5000)) {
            IngestRequest request = IngestRequest.newBuilder()
                    .addAllEvents(Collections.nCopies(events, RawEvent.getDefaultInstance()))
                    .build();
            assertEquals(rules.violations(request).isEmpty(), passes(events), () -> events + " events");
        }
    }

    @Test
    void theStreamsLimitsAreTheProtosToo() {
        RequestLimits rules = new RequestLimits();
        for (String id :
                List.of("", "a", "x".repeat(64), "x".repeat(65), "\u20ac".repeat(64), "\ud83d\ude00".repeat(64))) {
            IngestStreamRequest request = IngestStreamRequest.newBuilder()
                    .setRequestId(id)
                    .addEvents(RawEvent.getDefaultInstance())
                    .build();
            assertEquals(rules.violations(request).isEmpty(), id.codePointCount(0, id.length()) <= 64, id);
        }
        for (int events : List.of(0, 1, 2500, 2501)) {
            IngestStreamRequest request = IngestStreamRequest.newBuilder()
                    .addAllEvents(Collections.nCopies(events, RawEvent.getDefaultInstance()))
                    .build();
            assertEquals(rules.violations(request).isEmpty(), passes(events), () -> events + " events");
        }
    }

    private static boolean passes(int events) {
        try {
            EventIngestor.requireCount(events);
            return true;
        } catch (Failure tooManyOrNone) {
            return false;
        }
    }

    @Test
    void aRequestBeyondItsLimitsIsRefusedWhole() {
        StatusRuntimeException none =
                assertThrows(StatusRuntimeException.class, () -> service.ingest("dev-web", List.of()));
        assertEquals(Status.Code.INVALID_ARGUMENT, none.getStatus().getCode());
        StatusRuntimeException cursor = assertThrows(StatusRuntimeException.class, () -> {
            var unused = service.as("dev-read")
                    .watchEvents(WatchEventsRequest.newBuilder()
                            .addCursors(
                                    PartitionCursor.newBuilder().setPartition(3).setCursor("not a cursor"))
                            .build())
                    .hasNext();
        });
        assertEquals(Status.Code.INVALID_ARGUMENT, cursor.getStatus().getCode());
    }
}
