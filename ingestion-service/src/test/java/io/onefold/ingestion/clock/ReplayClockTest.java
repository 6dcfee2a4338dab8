package io.onefold.ingestion.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.onefold.ingestion.OnStack;
import io.onefold.ingestion.Service;
import io.onefold.kit.sql.Database;
import io.onefold.proto.ingestion.v1.AdvanceClockRequest;
import io.onefold.proto.ingestion.v1.AdvanceClockResponse;
import io.onefold.proto.ingestion.v1.EventItem;
import io.onefold.proto.ingestion.v1.GetClockRequest;
import io.onefold.proto.ingestion.v1.Verdict;
import io.onefold.proto.type.v1.Event;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReplayClockTest extends OnStack {
    @Inject
    Database database;

    private AdvanceClockResponse advance(String token, String time) throws ParseException {
        return service.clock(token)
                .advanceClock(AdvanceClockRequest.newBuilder()
                        .setTime(Timestamps.parse(time))
                        .build());
    }

    private Event file(String event) {
        return service.event(
                "history-read", service.verdict("history-web", event).getEventId());
    }

    private static String page(String times) {
        return "{\"type\":\"page\",\"userId\":\"one\",\"messageId\":\"%s\",%s}".formatted(UUID.randomUUID(), times);
    }

    private static void requireRefused(String reason, StatusRuntimeException refused) throws Exception {
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        assertTrue(status != null);
        assertEquals(reason, status.getDetails(0).unpack(ErrorInfo.class).getReason());
    }

    /** One story, as a workspace is put on a replay clock once and for ever. */
    @Test
    void aWorkspaceWithoutEventsLivesInTheTimeOfItsFiles() throws Exception {
        AdvanceClockResponse started = advance("history-manage", "2010-12-01T00:00:00Z");
        assertEquals(16, Service.positions(started.getConsistencyToken()).size());
        assertTrue(service.clock("history-read")
                .getClock(GetClockRequest.getDefaultInstance())
                .getReplay());

        Event first = file(page("\"timestamp\":\"2010-12-01T09:00:00Z\",\"receivedAt\":\"2010-12-01T10:00:00.5Z\""));
        assertEquals("2010-12-01T10:00:00.500Z", Timestamps.toString(first.getReceiveTime()));
        assertEquals("2010-12-01T09:00:00Z", Timestamps.toString(first.getEventTime()));

        Event late = file(page("\"timestamp\":\"2010-12-01T08:00:00Z\",\"receivedAt\":\"2010-12-01T08:00:01Z\""));
        assertEquals(first.getReceiveTime(), late.getReceiveTime(), "receive time never falls inside a partition");
        assertEquals("2010-12-01T08:00:00Z", Timestamps.toString(late.getEventTime()));

        Event withoutReceipt = file(page("\"timestamp\":\"2010-12-02T00:00:00Z\""));
        assertEquals("2010-12-02T00:00:00Z", Timestamps.toString(withoutReceipt.getReceiveTime()));

        Event ahead = file(page("\"timestamp\":\"2010-12-05T00:00:00Z\",\"receivedAt\":\"2010-12-03T00:00:00Z\""));
        assertEquals("2010-12-03T01:00:00Z", Timestamps.toString(ahead.getEventTime()), "an hour of tolerance");

        requireRefused(
                "CLOCK_BEHIND",
                assertThrows(StatusRuntimeException.class, () -> advance("history-manage", "2010-11-30T00:00:00Z")));
        assertEquals(
                Timestamps.parse("2010-12-01T00:00:00Z"),
                advance("history-manage", "2010-12-01T00:00:00Z").getTime());
        advance("history-manage", "2011-12-10T00:00:00Z");
        Event afterTheEnd =
                file(page("\"timestamp\":\"2011-01-01T00:00:00Z\",\"receivedAt\":\"2011-01-01T00:00:01Z\""));
        assertEquals("2011-12-10T00:00:00Z", Timestamps.toString(afterTheEnd.getReceiveTime()));

        Event withoutAnyTime = file(page("\"name\":\"now\""));
        assertEquals(
                "2011-12-10T00:00:00Z", Timestamps.toString(withoutAnyTime.getReceiveTime()), "no leap to real time");

        Timestamp end = Timestamps.parse("2011-12-10T00:00:00Z");
        var feed = service.watch(
                "history-read",
                items -> items.size() == 16
                        && items.values().stream()
                                .allMatch(partition ->
                                        ticksOf("history", partition).contains(end)));
        feed.values()
                .forEach(items -> assertEquals(
                        List.of(Timestamps.fromMillis(1291161600000L), end),
                        ticksOf("history", items),
                        "each advance ticks each partition once, the same time again ticks nothing"));
    }

    private static List<Timestamp> ticksOf(String workspace, List<EventItem> items) {
        return items.stream()
                .filter(item -> item.hasTick() && item.getTick().getWorkspace().equals(workspace))
                .map(item -> item.getTick().getTime())
                .toList();
    }

    @Test
    void aWorkspaceThatLivesInRealTimeStaysThere() throws Exception {
        String event =
                "{\"type\":\"page\",\"userId\":\"u\",\"timestamp\":\"2011-01-01T00:00:00Z\",\"receivedAt\":\"2011-01-01T00:00:00Z\"}";
        Event filed = service.event(
                "second-read", service.verdict("second-web", event).getEventId());
        assertTrue(
                filed.getReceiveTime().getSeconds() > 1_700_000_000L, "a file's word counts on a replay clock alone");
        requireRefused(
                "REPLAY_REFUSED",
                assertThrows(StatusRuntimeException.class, () -> advance("second-read", "2011-01-01T00:00:00Z")));
        assertFalse(service.clock("second-read")
                .getClock(GetClockRequest.getDefaultInstance())
                .getReplay());
    }

    /** The ledger is derived and may be dropped; the log is the truth. */
    @Test
    void aWorkspaceWithEventsStaysInRealTimeWithoutItsLedger() throws Exception {
        assertEquals(
                Verdict.Outcome.OUTCOME_ACCEPTED,
                service.verdict("second-web", "{\"type\":\"page\",\"userId\":\"%s\"}".formatted(UUID.randomUUID()))
                        .getOutcome());
        moveLedger("second", "nobody's");
        try {
            requireRefused(
                    "REPLAY_REFUSED",
                    assertThrows(StatusRuntimeException.class, () -> advance("second-read", "2011-01-01T00:00:00Z")));
        } finally {
            moveLedger("nobody's", "second");
        }
    }

    private void moveLedger(String from, String to) {
        database.inTransaction(tx -> tx.query("update ledger_count set workspace = $2 where workspace = $1", from, to));
    }

    @Test
    void theSuitesOwnServicesStandInRealTime() {
        assertFalse(service.clock("dev-internal")
                .getClock(GetClockRequest.getDefaultInstance())
                .getReplay());
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        for (Timestamp time : List.of(
                Timestamp.newBuilder().setSeconds(-1).build(),
                Timestamp.newBuilder().setSeconds(253402300800L).build(),
                Timestamp.newBuilder().setNanos(-1).build())) {
            StatusRuntimeException refused = assertThrows(
                    StatusRuntimeException.class,
                    () -> service.clock("history-manage")
                            .advanceClock(AdvanceClockRequest.newBuilder()
                                    .setTime(time)
                                    .build()));
            assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        }
    }

    @Test
    void realTimeTicksByItselfInEveryPartition() {
        var feed = service.watch(
                "second-read",
                items -> items.size() == 16
                        && items.values().stream()
                                .allMatch(partition -> ticksOf("", partition).size() >= 3));
        feed.values().forEach(items -> {
            List<Timestamp> ticks = ticksOf("", items);
            for (int i = 1; i < ticks.size(); i++) {
                assertTrue(Timestamps.toMillis(ticks.get(i)) - Timestamps.toMillis(ticks.get(i - 1)) >= 900);
            }
        });
    }
}
