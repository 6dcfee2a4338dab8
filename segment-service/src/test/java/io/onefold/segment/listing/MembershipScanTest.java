package io.onefold.segment.listing;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.delete;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.Membership;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipItem;
import io.onefold.proto.segment.v1.ScanMembershipsRequest;
import io.onefold.proto.segment.v1.ScanMembershipsResponse;
import io.onefold.proto.segment.v1.WatchMembershipsRequest;
import io.onefold.proto.segment.v1.WatchMembershipsResponse;
import io.onefold.proto.type.v1.PartitionCursor;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All memberships of now, and from where their changes follow. */
@ServiceTest
class MembershipScanTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String name = "scanned_" + suffix;
    private final String bought = "Order Completed " + suffix;

    private UUID buyer(String workspace) {
        UUID id = UUID.randomUUID();
        profiles.happenIn(workspace, id, new Happening(bought, JUNE, "100"));
        return id;
    }

    private record Scanned(List<PartitionCursor> cursors, List<Membership> memberships, int answers) {
        List<String> profileIds() {
            return memberships.stream().map(Membership::getProfileId).toList();
        }
    }

    private static Scanned scan(String token, String audience) {
        Iterator<ScanMembershipsResponse> answers = as(token)
                .scanMemberships(ScanMembershipsRequest.newBuilder()
                        .setAudience(audience)
                        .build());
        ScanMembershipsResponse first = answers.next();
        assertTrue(first.getMembershipsList().isEmpty());
        List<Membership> memberships = new ArrayList<>();
        int count = 1;
        while (answers.hasNext()) {
            ScanMembershipsResponse next = answers.next();
            count++;
            assertTrue(next.getWatchCursorsList().isEmpty());
            assertTrue(next.getMembershipsCount() <= 1000);
            memberships.addAll(next.getMembershipsList());
        }
        return new Scanned(first.getWatchCursorsList(), memberships, count);
    }

    @Test
    void more_than_a_chunk_comes_whole_and_in_order() {
        List<String> expected = IntStream.range(0, 2500)
                .mapToObj(i -> buyer(ScriptedProfiles.WORKSPACE).toString())
                .sorted()
                .toList();
        create(name, boughtAtLeast(bought, "100"));
        create(name + "_too", boughtAtLeast(bought, "50"));
        assertEquals(2500, SegmentMembers.total(name, profiles));
        assertEquals(2500, SegmentMembers.total(name + "_too", profiles));

        Scanned one = scan("dev-read", name);
        assertEquals(expected, one.profileIds());
        assertTrue(one.answers >= 4, one.answers + " answers");
        assertTrue(one.memberships.stream()
                .allMatch(m -> m.getAudience().equals(name)
                        && m.getSequence() == 1
                        && m.getSince().getSeconds() == JUNE.getEpochSecond()));

        Scanned all = scan("dev-read", "");
        assertEquals(
                expected,
                all.memberships.stream()
                        .filter(m -> m.getAudience().equals(name + "_too"))
                        .map(Membership::getProfileId)
                        .toList());
        List<String> ids = all.profileIds();
        assertEquals(ids.stream().sorted().toList(), ids);
        assertEquals(
                all.memberships.size(),
                all.memberships.stream()
                        .map(m -> m.getProfileId() + m.getAudience())
                        .distinct()
                        .count());
    }

    private static final class SegmentMembers {
        static long total(String audience, ScriptedProfiles profiles) {
            return io.onefold.segment.script.SegmentCalls.members(
                            audience, profiles.token().encode())
                    .getTotalSize();
        }
    }

    @Test
    void what_changes_after_the_scan_comes_from_its_cursors() {
        UUID ann = buyer(ScriptedProfiles.WORKSPACE);
        create(name, boughtAtLeast(bought, "100"));
        assertEquals(List.of(ann.toString()), memberIds(name, profiles.token().encode()));
        Scanned scanned = scan("dev-read", name);
        assertEquals(List.of(ann.toString()), scanned.profileIds());
        assertEquals(16, scanned.cursors.size());

        UUID ben = buyer(ScriptedProfiles.WORKSPACE);
        assertEquals(2, SegmentMembers.total(name, profiles));
        MembershipChange next = firstAfter(scanned.cursors);
        assertEquals(ben.toString(), next.getProfileId());
        assertTrue(next.getMember());
    }

    private MembershipChange firstAfter(List<PartitionCursor> cursors) {
        Context.CancellableContext watching = Context.current().withCancellation();
        Context before = watching.attach();
        try {
            Iterator<WatchMembershipsResponse> responses = as("dev-read")
                    .watchMemberships(WatchMembershipsRequest.newBuilder()
                            .addAllCursors(cursors)
                            .setAudience(name)
                            .build());
            List<MembershipChange> changes = new ArrayList<>();
            while (changes.isEmpty()) {
                responses.next().getBatchesList().stream()
                        .flatMap(batch -> batch.getItemsList().stream())
                        .filter(MembershipItem::hasChange)
                        .map(MembershipItem::getChange)
                        .forEach(changes::add);
            }
            return changes.get(0);
        } finally {
            watching.detach(before);
            watching.cancel(null);
        }
    }

    @Test
    void workspaces_are_apart_and_the_suite_sees_all() {
        UUID ann = buyer(ScriptedProfiles.WORKSPACE);
        UUID theirs = buyer("second");
        create(name, boughtAtLeast(bought, "100"));
        create("second-manage", Audience.newBuilder().setName(name).setRule(boughtAtLeast(bought, "1")));
        assertEquals(List.of(ann.toString()), memberIds(name, profiles.token().encode()));
        awaitMember("second-read", theirs);

        assertEquals(List.of(ann.toString()), scan("dev-read", name).profileIds());
        assertEquals(List.of(theirs.toString()), scan("second-read", name).profileIds());
        assertFalse(scan("dev-read", "").profileIds().contains(theirs.toString()));
        assertFalse(scan("second-read", "").profileIds().contains(ann.toString()));
        List<String> both = List.of(ann, theirs).stream()
                .map(UUID::toString)
                .sorted(Comparator.naturalOrder())
                .toList();
        assertEquals(both, scan("dev-internal", name).profileIds());
        assertTrue(scan("dev-internal", "").profileIds().containsAll(both));
    }

    private void awaitMember(String token, UUID member) {
        var members = as(token)
                .listMembers(io.onefold.proto.segment.v1.ListMembersRequest.newBuilder()
                        .setAudience(name)
                        .setConsistencyToken(profiles.token().encode())
                        .build());
        assertEquals(member.toString(), members.getMembers(0).getProfileId());
    }

    @Test
    void an_unknown_or_deleted_audience_is_refused() {
        StatusRuntimeException unknown = assertThrows(StatusRuntimeException.class, () -> scan("dev-read", name));
        assertEquals("AUDIENCE_NOT_FOUND", reason(unknown));
        StatusRuntimeException tooLong =
                assertThrows(StatusRuntimeException.class, () -> scan("dev-read", "x".repeat(65)));
        assertEquals("INVALID_FIELD", reason(tooLong));

        UUID ann = buyer(ScriptedProfiles.WORKSPACE);
        create(name, boughtAtLeast(bought, "1"));
        assertEquals(List.of(ann.toString()), memberIds(name, profiles.token().encode()));
        delete(name);
        assertEquals(
                "AUDIENCE_NOT_FOUND", reason(assertThrows(StatusRuntimeException.class, () -> scan("dev-read", name))));
        assertFalse(scan("dev-read", "").memberships.stream()
                .anyMatch(m -> m.getAudience().equals(name)));
    }
}
