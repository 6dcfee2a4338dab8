package io.onefold.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.profile.support.Door;
import io.onefold.profile.support.Given;
import io.onefold.profile.support.Refusal;
import io.onefold.profile.support.ServiceTest;
import io.onefold.profile.support.Upstreams;
import io.onefold.proto.profile.v1.BatchGetFactsRequest;
import io.onefold.proto.profile.v1.BatchGetProfilesRequest;
import io.onefold.proto.profile.v1.FactSelector;
import io.onefold.proto.profile.v1.GetProfileRequest;
import io.onefold.proto.profile.v1.GetProgressRequest;
import io.onefold.proto.profile.v1.ListTimelineRequest;
import io.onefold.proto.profile.v1.ListTimelineResponse;
import io.onefold.proto.profile.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.onefold.proto.profile.v1.ScanProfilesRequest;
import io.onefold.proto.profile.v1.WatchProfilesRequest;
import io.onefold.proto.type.v1.Event;
import io.onefold.proto.type.v1.Identifier;
import io.onefold.proto.type.v1.PartitionCursor;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may call what, what is refused, and how. */
@ServiceTest
class BadInputTest {
    @Inject
    Upstreams upstreams;

    @Inject
    Door door;

    private static final GetProfileRequest UNKNOWN = GetProfileRequest.newBuilder()
            .setProfileId(new UUID(4, 2).toString())
            .build();

    private static final Map<String, Consumer<ProfileServiceBlockingStub>> READS = Map.of(
            "GetProfile", stub -> stub.getProfile(UNKNOWN),
            "BatchGetProfiles",
                    stub -> stub.batchGetProfiles(BatchGetProfilesRequest.newBuilder()
                            .addRequests(UNKNOWN)
                            .build()),
            "ListTimeline",
                    stub -> stub.listTimeline(ListTimelineRequest.newBuilder()
                            .setProfileId(UNKNOWN.getProfileId())
                            .build()),
            "ScanProfiles",
                    stub -> stub.scanProfiles(ScanProfilesRequest.getDefaultInstance())
                            .next(),
            "WatchProfiles",
                    stub -> stub.watchProfiles(WatchProfilesRequest.getDefaultInstance())
                            .next());

    private static final Map<String, Consumer<ProfileServiceBlockingStub>> INTERNALS = Map.of(
            "BatchGetFacts",
                    stub -> stub.batchGetFacts(BatchGetFactsRequest.newBuilder()
                            .addProfileIds(UNKNOWN.getProfileId())
                            .build()),
            "GetProgress", stub -> stub.getProgress(GetProgressRequest.getDefaultInstance()));

    private static void refused(Status.Code code, String reason, Runnable call) {
        StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call::run);
        assertEquals(code, thrown.getStatus().getCode());
        assertEquals(reason, Refusal.of(thrown).reason());
        assertEquals("profile.onefold", Refusal.of(thrown).domain());
    }

    @Test
    void everyCallNeedsItsRole() {
        READS.forEach((rpc, call) -> {
            refused(Status.Code.UNAUTHENTICATED, "UNKNOWN_CREDENTIAL", () -> call.accept(door.as("")));
            refused(Status.Code.UNAUTHENTICATED, "UNKNOWN_CREDENTIAL", () -> call.accept(door.as("wrong")));
            refused(Status.Code.PERMISSION_DENIED, "MISSING_ROLE", () -> call.accept(door.as("dev-privacy")));
        });
        INTERNALS.forEach((rpc, call) -> {
            refused(Status.Code.UNAUTHENTICATED, "UNKNOWN_CREDENTIAL", () -> call.accept(door.as("")));
            refused(Status.Code.PERMISSION_DENIED, "MISSING_ROLE", () -> call.accept(door.reader()));
        });
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsReason() {
        refused(Status.Code.NOT_FOUND, "PROFILE_NOT_FOUND", () -> door.reader().getProfile(UNKNOWN));
        refused(
                Status.Code.NOT_FOUND,
                "PROFILE_NOT_FOUND",
                () -> door.profile(Given.identifier("email", "nobody@example.com"), ConsistencyToken.NONE));
        refused(Status.Code.INVALID_ARGUMENT, "INVALID_FIELD", () -> door.profile("not-a-uuid", ConsistencyToken.NONE));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                () -> door.reader().getProfile(GetProfileRequest.getDefaultInstance()));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                () -> door.reader()
                        .getProfile(UNKNOWN.toBuilder()
                                .setAsOf(Timestamp.newBuilder().setNanos(-1))
                                .build()));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                () -> door.internal()
                        .batchGetFacts(BatchGetFactsRequest.newBuilder()
                                .addProfileIds(UNKNOWN.getProfileId())
                                .addSelectors(FactSelector.newBuilder().setContentValue(9))
                                .build()));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_CONSISTENCY_TOKEN",
                () -> door.reader()
                        .getProfile(
                                UNKNOWN.toBuilder().setConsistencyToken("?!").build()));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                () -> door.internal()
                        .batchGetFacts(BatchGetFactsRequest.newBuilder()
                                .addProfileIds("42")
                                .build()));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_CURSOR",
                () -> door.reader()
                        .watchProfiles(WatchProfilesRequest.newBuilder()
                                .addCursors(PartitionCursor.newBuilder().setCursor("?!"))
                                .build())
                        .next());
    }

    @Test
    void anIdentifierIsFoundInAnyWriting() {
        String local = Given.fresh("Ann");
        Identifier mail = Given.identifier("email", local.toLowerCase(java.util.Locale.ROOT) + "@example.com");
        ConsistencyToken sent =
                upstreams.ingestion().send(List.of(Given.order(Given.fresh("o"), Given.START, "1", mail)));
        assertEquals(
                door.profile(mail, sent),
                door.profile(Given.identifier("email", "  " + local + "@EXAMPLE.com "), sent));
    }

    @Test
    void aTimelineIsReadPageByPageAndItsTokenIsItsOwn() {
        Identifier web = Given.identifier("anonymous_id", Given.fresh("web"));
        Identifier app = Given.identifier("anonymous_id", Given.fresh("app"));
        UUID id = UUID.randomUUID();
        upstreams.identity().plan(Given.record(web), id);
        upstreams.identity().plan(Given.record(app), id);
        List<Event> events = IntStream.range(0, 25)
                .mapToObj(
                        i -> Given.order(Given.fresh("o"), Given.START.plusSeconds(i / 2), "1", i % 3 == 0 ? web : app))
                .toList();
        door.profile(id.toString(), upstreams.ingestion().send(events));

        ListTimelineRequest first = ListTimelineRequest.newBuilder()
                .setIdentifier(web)
                .setPageSize(7)
                .build();
        List<Event> read = new ArrayList<>();
        String token = "";
        do {
            ListTimelineResponse page = door.reader()
                    .listTimeline(first.toBuilder().setPageToken(token).build());
            read.addAll(page.getEventsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertEquals(25, read.size());
        assertEquals(java.util.Set.copyOf(events), java.util.Set.copyOf(read));
        for (int i = 1; i < read.size(); i++) {
            assertEquals(
                    true,
                    read.get(i - 1).getEventTime().getSeconds()
                            >= read.get(i).getEventTime().getSeconds());
        }

        String own = door.reader().listTimeline(first).getNextPageToken();
        refused(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_PAGE_TOKEN",
                () -> door.reader()
                        .listTimeline(first.toBuilder()
                                .setName("Order Completed")
                                .setPageToken(own)
                                .build()));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_PAGE_TOKEN",
                () -> door.reader()
                        .listTimeline(first.toBuilder().setPageToken("abc").build()));
    }
}
