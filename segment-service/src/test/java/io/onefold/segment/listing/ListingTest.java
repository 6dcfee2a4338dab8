package io.onefold.segment.listing;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.field;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.members;
import static io.onefold.segment.script.SegmentCalls.memberships;
import static io.onefold.segment.script.SegmentCalls.reason;
import static io.onefold.segment.script.SegmentCalls.refusedInTime;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.kit.feed.ConsistencyToken;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.ListMembersResponse;
import io.onefold.proto.segment.v1.ListMembershipsRequest;
import io.onefold.proto.segment.v1.ListMembershipsResponse;
import io.onefold.proto.segment.v1.Membership;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who is in an audience, and in which audiences somebody is. */
@ServiceTest
class ListingTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String name = "listed_" + suffix;
    private final String bought = "Order Completed " + suffix;

    private UUID buyer(String total) {
        UUID id = UUID.randomUUID();
        profiles.happen(id, new Happening(bought, JUNE, total));
        return id;
    }

    /** Audiences of other tests may hold everybody. */
    private List<Membership> mine(ListMembershipsResponse listed) {
        return listed.getMembershipsList().stream()
                .filter(membership -> membership.getAudience().startsWith(name))
                .toList();
    }

    private static StatusRuntimeException refused(Executable call) {
        return assertThrows(StatusRuntimeException.class, call);
    }

    private ListMembersRequest.Builder page() {
        return ListMembersRequest.newBuilder().setAudience(name);
    }

    @Test
    void members_come_in_pages_by_profile_id() {
        List<String> expected = IntStream.range(0, 25)
                .mapToObj(i -> buyer("2000").toString())
                .sorted()
                .toList();
        buyer("1999.99");
        create(name, boughtAtLeast(bought, "2000"));
        assertEquals(expected, memberIds(name, profiles.token().encode()));

        List<String> paged = new ArrayList<>();
        String token = "";
        do {
            ListMembersResponse answer = as("dev-read")
                    .listMembers(page().setPageSize(10).setPageToken(token).build());
            assertEquals(25, answer.getTotalSize());
            answer.getMembersList().forEach(m -> {
                paged.add(m.getProfileId());
                assertEquals(JUNE.getEpochSecond(), m.getSince().getSeconds());
            });
            token = answer.getNextPageToken();
        } while (!token.isEmpty());
        assertEquals(expected, paged);
        // A page that ends with the last member is the last page.
        assertEquals(
                "", as("dev-read").listMembers(page().setPageSize(25).build()).getNextPageToken());

        String first =
                as("dev-read").listMembers(page().setPageSize(10).build()).getNextPageToken();
        String other = "other_" + suffix;
        create(other, boughtAtLeast(bought, "1"));
        assertEquals(
                "INVALID_PAGE_TOKEN",
                reason(refused(() -> as("dev-read")
                        .listMembers(ListMembersRequest.newBuilder()
                                .setAudience(other)
                                .setPageToken(first)
                                .build()))));
    }

    @Test
    void unknown_audiences_tokens_and_pages() {
        assertEquals("AUDIENCE_NOT_FOUND", reason(refused(() -> members("nobody_made_this", ""))));
        create(name, boughtAtLeast(bought, "1"));
        assertEquals("INVALID_CONSISTENCY_TOKEN", reason(refused(() -> members(name, "***"))));
        assertEquals(
                "INVALID_PAGE_TOKEN",
                reason(refused(() -> as("dev-read")
                        .listMembers(page().setPageToken("bm90IG91cnM").build()))));
        assertEquals(
                "page_size",
                field(refused(() ->
                        as("dev-read").listMembers(page().setPageSize(10_001).build()))));
        assertEquals(
                "AUDIENCE_NOT_FOUND", reason(refused(() -> as("second-read").listMembers(page().build()))));
    }

    @Test
    void a_token_ahead_of_everything_is_not_yet_consistent() {
        create(name, boughtAtLeast(bought, "1"));
        UUID ann = buyer("1");
        String ahead = ConsistencyToken.of("profiles", 7, Map.of(3, 1_000_000L)).encode();
        assertEquals(
                "NOT_YET_CONSISTENT",
                reason(refusedInTime(
                        "dev-read",
                        stub -> stub.listMembers(
                                page().setConsistencyToken(ahead).build()))));
        assertEquals(
                "NOT_YET_CONSISTENT",
                reason(refusedInTime(
                        "dev-read",
                        stub -> stub.listMemberships(ListMembershipsRequest.newBuilder()
                                .setProfileId(ann.toString())
                                .setConsistencyToken(ahead)
                                .build()))));
    }

    @Test
    void a_token_of_a_feed_further_up_is_translated() {
        create(name, boughtAtLeast(bought, "2000"));
        UUID ann = buyer("2000");
        String events = ConsistencyToken.of("events", 3, Map.of(0, 12L)).encode();
        assertEquals(List.of(ann.toString()), memberIds(name, events));
        assertEquals(1, mine(memberships(ann, events)).size());
    }

    @Test
    void the_audiences_of_a_profile_come_by_name() {
        create(name + "_b", boughtAtLeast(bought, "10"));
        create(name + "_a", boughtAtLeast(bought, "20"));
        create(name + "_c", boughtAtLeast(bought, "1000"));
        UUID ann = buyer("15");
        profiles.happen(ann, new Happening(bought, JUNE.plusSeconds(60), "15"));
        ListMembershipsResponse listed = memberships(ann, profiles.token().encode());
        assertEquals(ann.toString(), listed.getProfileId());
        assertEquals(
                List.of(name + "_a", name + "_b"),
                mine(listed).stream().map(Membership::getAudience).toList());
        assertEquals(
                List.of(JUNE.plusSeconds(60).getEpochSecond(), JUNE.getEpochSecond()),
                mine(listed).stream().map(m -> m.getSince().getSeconds()).toList());
        mine(listed).forEach(m -> {
            assertEquals(1, m.getSequence());
            assertEquals(ann.toString(), m.getProfileId());
        });
    }

    @Test
    void a_former_id_leads_to_the_memberships_of_now() {
        create(name, boughtAtLeast(bought, "100"));
        UUID former = buyer("60");
        UUID present = buyer("60");
        String token = profiles.merge(former, present);
        ListMembershipsResponse listed = memberships(former, token);
        assertEquals(present.toString(), listed.getProfileId());
        assertEquals(listed.getMembershipsList(), memberships(present, "").getMembershipsList());
        assertEquals(1, mine(listed).size());
    }

    @Test
    void an_id_that_leads_further_than_is_applied_is_not_answered_for() {
        create(name, boughtAtLeast(bought, "100"));
        UUID former = buyer("60");
        UUID present = buyer("60");
        String before = profiles.token().encode();
        assertEquals(List.of(), mine(memberships(former, before)));
        try (ScriptedProfiles.Refusal unused = profiles.refuse(present, "", Status.UNAVAILABLE)) {
            profiles.merge(former, present);
            StatusRuntimeException refused = refusedInTime(
                    "dev-read",
                    stub -> stub.listMemberships(ListMembershipsRequest.newBuilder()
                            .setProfileId(former.toString())
                            .setConsistencyToken(before)
                            .build()));
            assertEquals("NOT_YET_CONSISTENT", reason(refused));
        }
        ListMembershipsResponse listed = memberships(former, before);
        assertEquals(present.toString(), listed.getProfileId());
        assertEquals(1, mine(listed).size());
    }

    @Test
    void what_is_being_filled_is_named() {
        UUID ann = buyer("5");
        String token = profiles.token().encode();
        CompletableFuture<ListMembershipsResponse> meanwhile = new CompletableFuture<>();
        profiles.onceDuringScanOf(bought, () -> meanwhile.complete(memberships(ann, token)));
        create(name, boughtAtLeast(bought, "5"));
        assertEquals(List.of(ann.toString()), memberIds(name, token));
        assertTrue(meanwhile.join().getFillingAudiencesList().contains(name));
        ListMembershipsResponse filled = memberships(ann, token);
        assertEquals(1, mine(filled).size());
        assertFalse(filled.getFillingAudiencesList().contains(name));
    }

    @Test
    void whose_memberships_cannot_be_told() {
        UUID theirs = UUID.randomUUID();
        create("second-manage", Audience.newBuilder().setName(name).setRule(boughtAtLeast(bought, "1")));
        String token = profiles.happenIn("second", theirs, new Happening(bought, JUNE, "5"));
        assertEquals(
                1,
                as("second-read")
                        .listMemberships(ListMembershipsRequest.newBuilder()
                                .setProfileId(theirs.toString())
                                .setConsistencyToken(token)
                                .build())
                        .getMembershipsCount());
        StatusRuntimeException unseen = refused(() -> memberships(theirs, token));
        assertEquals(Status.Code.NOT_FOUND, unseen.getStatus().getCode());
        assertEquals("PROFILE_NOT_FOUND", reason(unseen));
        assertEquals("PROFILE_NOT_FOUND", reason(refused(() -> memberships(UUID.randomUUID(), ""))));
        for (String id : List.of("", "ann", "' or true --", "00000000-0000-0000-0000-00000000000g")) {
            assertEquals(
                    "profile_id",
                    field(refused(() -> as("dev-read")
                            .listMemberships(ListMembershipsRequest.newBuilder()
                                    .setProfileId(id)
                                    .build()))));
        }
        UUID ann = buyer("1");
        assertEquals("INVALID_CONSISTENCY_TOKEN", reason(refused(() -> memberships(ann, "***"))));
        assertEquals(List.of(), mine(memberships(ann, profiles.token().encode())));
    }
}
