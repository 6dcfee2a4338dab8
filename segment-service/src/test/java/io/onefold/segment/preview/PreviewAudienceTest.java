package io.onefold.segment.preview;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.detail;
import static io.onefold.segment.script.SegmentCalls.field;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.members;
import static io.onefold.segment.script.SegmentCalls.reason;
import static io.onefold.segment.script.SegmentCalls.refusedInTime;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.segment.v1.AudiencePreview;
import io.onefold.proto.segment.v1.PreviewAudienceRequest;
import io.onefold.proto.segment.v1.PreviewAudienceResponse;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who would be in an audience, at any instant, without one. */
@ServiceTest
class PreviewAudienceTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String name = "previewed_" + suffix;
    private final String bought = "Order Completed " + suffix;
    private final Rule rule = boughtAtLeast(bought, "100");

    private UUID buyer(Happening... happenings) {
        UUID id = UUID.randomUUID();
        profiles.happen(id, happenings);
        return id;
    }

    private Happening buy(int seconds, String total) {
        return new Happening(bought, JUNE.plusSeconds(seconds), total);
    }

    private static Timestamp at(int seconds) {
        return Timestamp.newBuilder()
                .setSeconds(JUNE.plusSeconds(seconds).getEpochSecond())
                .build();
    }

    private PreviewAudienceRequest.Builder request() {
        return PreviewAudienceRequest.newBuilder()
                .setConsistencyToken(profiles.token().encode());
    }

    private PreviewAudienceResponse preview(Rule rule, int... seconds) {
        PreviewAudienceRequest.Builder request = request().setRule(rule).setSampleSize(100);
        for (int second : seconds) {
            request.addAsOf(at(second));
        }
        return as("dev-read").previewAudience(request.build());
    }

    private static List<Long> sizes(PreviewAudienceResponse response) {
        return response.getPreviewsList().stream().map(AudiencePreview::getSize).toList();
    }

    private static StatusRuntimeException refused(PreviewAudienceRequest.Builder request) {
        return assertThrows(StatusRuntimeException.class, () -> as("dev-read").previewAudience(request.build()));
    }

    @Test
    void each_instant_is_answered_in_the_order_of_the_request() {
        UUID ann = buyer(buy(0, "100"));
        UUID ben = buyer(buy(10, "60"), buy(20, "60"));
        buyer(buy(5, "99.99"));
        PreviewAudienceResponse response = preview(rule, 20, -1, 0, 19, 20);
        assertEquals(List.of(2L, 0L, 1L, 1L, 2L), sizes(response));
        assertEquals(List.of(at(20), at(-1), at(0), at(19), at(20)), asOf(response));
        assertEquals(sorted(ann, ben), response.getPreviews(0).getSampleProfileIdsList());
        assertEquals(List.of(ann.toString()), response.getPreviews(2).getSampleProfileIdsList());
        assertTrue(response.getEvaluatedProfileCount() >= 3);
    }

    private static List<Timestamp> asOf(PreviewAudienceResponse response) {
        return response.getPreviewsList().stream().map(AudiencePreview::getAsOf).toList();
    }

    private static List<String> sorted(UUID... ids) {
        return Stream.of(ids).map(UUID::toString).sorted().toList();
    }

    @Test
    void a_window_ends_by_time_alone() {
        buyer(buy(0, "1"));
        Rule lately = Rule.newBuilder()
                .setOccurred(track(bought).setWindow(Duration.newBuilder().setSeconds(60)))
                .build();
        assertEquals(List.of(0L, 1L, 1L, 0L), sizes(preview(lately, -1, 0, 60, 61)));
    }

    @Test
    void a_sample_holds_the_smallest_ids_and_no_more_than_asked_for() {
        List<String> ids = Stream.generate(() -> buyer(buy(0, "100")).toString())
                .limit(20)
                .sorted()
                .toList();
        PreviewAudienceRequest.Builder request = request().setRule(rule).addAsOf(at(0));
        AudiencePreview some =
                as("dev-read").previewAudience(request.setSampleSize(7).build()).getPreviews(0);
        assertEquals(ids.subList(0, 7), some.getSampleProfileIdsList());
        assertEquals(20, some.getSize());
        AudiencePreview none =
                as("dev-read").previewAudience(request.setSampleSize(0).build()).getPreviews(0);
        assertEquals(List.of(), none.getSampleProfileIdsList());
        assertEquals(20, none.getSize());
    }

    @Test
    void an_audience_is_previewed_by_its_name_and_agrees_with_its_members() {
        buyer(buy(0, "100"));
        buyer(buy(0, "99"));
        buyer(buy(0, "50"), buy(30, "50"));
        create(name, rule);
        List<String> members = memberIds(name, profiles.token().encode());
        AudiencePreview preview = as("dev-read")
                .previewAudience(request()
                        .setAudience(name)
                        .addAsOf(at(60))
                        .setSampleSize(10)
                        .build())
                .getPreviews(0);
        assertEquals(2, preview.getSize());
        assertEquals(members, preview.getSampleProfileIdsList());
        assertEquals("AUDIENCE_NOT_FOUND", reason(refused(request().setAudience("nobody_made_this"))));
    }

    @Test
    void without_an_instant_the_clock_of_the_workspace_counts() {
        profiles.tick(JUNE);
        buyer(buy(0, "100"));
        PreviewAudienceResponse response = preview(rule);
        assertEquals(1, response.getPreviewsCount());
        assertEquals(1, response.getPreviews(0).getSize());
        assertTrue(response.getPreviews(0).getAsOf().getSeconds() >= JUNE.getEpochSecond());
    }

    @Test
    void nothing_is_changed_by_it() {
        buyer(buy(0, "100"));
        create(name, boughtAtLeast(bought, "1000"));
        assertEquals(0, members(name, profiles.token().encode()).getTotalSize());
        assertEquals(List.of(1L), sizes(preview(rule, 0)));
        assertEquals(0, members(name, profiles.token().encode()).getTotalSize());
    }

    @Test
    void other_workspaces_are_not_in_it() {
        buyer(buy(0, "100"));
        PreviewAudienceRequest request = request().setRule(rule).addAsOf(at(0)).build();
        PreviewAudienceResponse theirs = as("second-read").previewAudience(request);
        assertEquals(0, theirs.getPreviews(0).getSize());
        PreviewAudienceResponse nobodys = as("dev-internal").previewAudience(request);
        assertEquals(0, nobodys.getEvaluatedProfileCount());
    }

    @Test
    void what_cannot_be_previewed_names_its_field() {
        assertEquals("INVALID_FIELD", reason(refused(request())));
        StatusRuntimeException bad = refused(request().setRule(Rule.newBuilder().setNot(Rule.newBuilder())));
        assertEquals("INVALID_RULE", reason(bad));
        assertEquals("rule.not", field(bad));
        for (long seconds : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 253_402_300_800L}) {
            Timestamp never = Timestamp.newBuilder().setSeconds(seconds).build();
            StatusRuntimeException refused =
                    refused(request().setRule(rule).addAsOf(at(0)).addAsOf(never));
            assertEquals("INVALID_FIELD", reason(refused));
            assertEquals("as_of[1]", field(refused));
        }
        assertEquals("sample_size", field(refused(request().setRule(rule).setSampleSize(10_001))));
        assertEquals("sample_size", field(refused(request().setRule(rule).setSampleSize(-1))));
        PreviewAudienceRequest.Builder many = request().setRule(rule).addAllAsOf(Collections.nCopies(101, at(0)));
        assertEquals("sample_size", field(refused(many.clone().setSampleSize(10_000))));
        assertEquals(
                101,
                as("dev-read")
                        .previewAudience(many.setSampleSize(9_900).build())
                        .getPreviewsCount());
        assertEquals("as_of", field(refused(request().setRule(rule).addAllAsOf(Collections.nCopies(401, at(0))))));
        assertEquals(
                "INVALID_CONSISTENCY_TOKEN",
                reason(refused(request().setRule(rule).setConsistencyToken("***"))));
        String ahead = ConsistencyToken.of("profiles", 7, Map.of(3, 1_000_000L)).encode();
        assertEquals(
                "NOT_YET_CONSISTENT",
                reason(refusedInTime(
                        "dev-read",
                        stub -> stub.previewAudience(request()
                                .setRule(rule)
                                .setConsistencyToken(ahead)
                                .build()))));
    }

    @Test
    void two_run_at_once_and_no_more() throws Exception {
        buyer(buy(0, "100"));
        CountDownLatch held = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            Future<PreviewAudienceResponse> one = previewHeld(callers, held);
            Future<PreviewAudienceResponse> other = previewHeld(callers, held);
            StatusRuntimeException full = refused(request().setRule(rule).addAsOf(at(0)));
            assertEquals("OVERLOADED", reason(full));
            assertTrue(detail(full, RetryInfo.class).getRetryDelay().getSeconds() > 0);
            held.countDown();
            assertEquals(List.of(1L), sizes(one.get(120, TimeUnit.SECONDS)));
            assertEquals(List.of(1L), sizes(other.get(120, TimeUnit.SECONDS)));
            assertEquals(List.of(1L), sizes(preview(rule, 0)));
        } finally {
            held.countDown();
            callers.shutdownNow();
        }
    }

    /** A preview whose scan has begun, and goes on when told. */
    private Future<PreviewAudienceResponse> previewHeld(ExecutorService callers, CountDownLatch held)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        profiles.onceDuringScanOf(bought, () -> {
            begun.countDown();
            try {
                assertTrue(held.await(120, TimeUnit.SECONDS));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        Future<PreviewAudienceResponse> preview = callers.submit(() -> preview(rule, 0));
        assertTrue(begun.await(120, TimeUnit.SECONDS));
        return preview;
    }
}
