package io.onefold.segment.backfill;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.members;
import static io.onefold.segment.script.SegmentCalls.netAtLeast;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.devstack.Wait;
import io.onefold.kit.sql.Database;
import io.onefold.proto.segment.v1.ListMembersRequest;
import io.onefold.proto.segment.v1.ListMembersResponse;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipChange.Cause;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ServiceTest
class BackfillTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    AudienceStore audiences;

    @Inject
    BackfillRunner runner;

    @Inject
    Database database;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String name = "filled_" + suffix;
    private final String bought = "Order Completed " + suffix;
    private final String refunded = "Order Refunded " + suffix;
    private final Rule rule = netAtLeast(bought, refunded, "2000");

    private UUID buyer(String total) {
        UUID id = UUID.randomUUID();
        profiles.happen(id, new Happening(bought, JUNE, total));
        return id;
    }

    private void leftUnfinished() {
        database.inTransaction(
                tx -> tx.execute("update audience set state = 'BACKFILLING' where id = $1", stored().id()));
    }

    private Audience stored() {
        return audiences.find(ScriptedProfiles.WORKSPACE, name).orElseThrow();
    }

    @Test
    void finds_who_was_there_before_and_lists_them_in_pages() {
        List<String> expected = IntStream.range(0, 25)
                .mapToObj(i -> buyer("2000").toString())
                .sorted()
                .toList();
        awaitApplied(buyer("1999.99"));
        create(name, rule);
        assertEquals(expected, memberIds(name, profiles.token().encode()));

        List<String> paged = new ArrayList<>();
        String token = "";
        do {
            ListMembersResponse page = as("dev-read")
                    .listMembers(ListMembersRequest.newBuilder()
                            .setAudience(name)
                            .setPageSize(10)
                            .setPageToken(token)
                            .build());
            assertEquals(25, page.getTotalSize());
            page.getMembersList().forEach(m -> paged.add(m.getProfileId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertEquals(expected, paged);

        List<MembershipChange> changes = PublishedMemberships.of(name, 25);
        assertTrue(changes.stream().allMatch(c -> c.getCause() == Cause.CAUSE_BACKFILL && c.getSequence() == 1));
        assertEquals(JUNE.getEpochSecond(), changes.get(0).getEffectiveTime().getSeconds());
        assertTrue(stored().backfilledProfileCount() >= 26);
    }

    @Test
    void live_changes_during_the_scan_win_over_what_the_scan_still_tells() {
        UUID leaves = buyer("2500");
        UUID enters = buyer("100");
        UUID merged = buyer("3000");
        UUID into = buyer("1");
        UUID comes = UUID.randomUUID();
        profiles.onceDuringScanOf(bought, () -> {
            profiles.happen(leaves, new Happening(refunded, JUNE.plusSeconds(60), "600"));
            profiles.happen(enters, new Happening(bought, JUNE.plusSeconds(60), "2000"));
            profiles.happen(comes, new Happening(bought, JUNE.plusSeconds(60), "2000"));
            profiles.merge(merged, into);
            awaitApplied(comes);
        });
        create(name, rule);
        List<String> expected = List.of(enters.toString(), comes.toString(), into.toString()).stream()
                .sorted()
                .toList();
        assertEquals(expected, memberIds(name, profiles.token().encode()));
    }

    /** By another audience, which is live already: the feed has been applied up to here. */
    private void awaitApplied(UUID member) {
        String probe = "probe_" + suffix;
        assertTrue(memberIds(probe, profiles.token().encode()).contains(member.toString()));
    }

    @org.junit.jupiter.api.BeforeEach
    void a_live_probe() {
        create("probe_" + suffix, netAtLeast(bought, refunded, "0.5"));
        assertEquals(0, members("probe_" + suffix, profiles.token().encode()).getTotalSize());
    }

    @Test
    void a_scan_that_breaks_off_is_begun_again() {
        UUID member = buyer("2000");
        profiles.nextScanOf(bought, "fail");
        create(name, rule);
        assertEquals(
                List.of(member.toString()), memberIds(name, profiles.token().encode()));
    }

    @Test
    void a_scan_that_falls_silent_is_begun_again() {
        UUID member = buyer("2000");
        profiles.nextScanOf(bought, "hang");
        create(name, rule);
        assertEquals(
                List.of(member.toString()), memberIds(name, profiles.token().encode()));
    }

    @Test
    void a_replica_that_is_slower_to_fill_takes_nothing_back() {
        create(name, rule);
        assertEquals(List.of(), memberIds(name, profiles.token().encode()));
        long counted = stored().backfilledProfileCount();
        audiences.progressed(stored().id(), 1, 1_000_000);
        assertFalse(audiences.completed(stored().id(), 1, 2_000_000));
        assertFalse(stored().isBackfilling());
        assertEquals(counted, stored().backfilledProfileCount());
    }

    @Test
    void what_a_stopped_process_left_unfinished_is_taken_up() throws InterruptedException {
        UUID member = buyer("2000");
        create(name, rule);
        assertEquals(
                List.of(member.toString()), memberIds(name, profiles.token().encode()));
        leftUnfinished();
        runner.takeUp();
        Wait.until(Duration.ofMinutes(2), "the audience is live", () -> !stored().isBackfilling());
        assertEquals(
                List.of(member.toString()), memberIds(name, profiles.token().encode()));
        assertEquals(1, PublishedMemberships.of(name, 1).size());
    }

    @Test
    void those_that_wait_together_share_one_scan() {
        UUID member = buyer("2000");
        List<String> others = List.of(name + "_b", name + "_c", name + "_d");
        profiles.onceDuringScanOf(bought, () -> others.forEach(other -> create(other, rule)));
        int before = profiles.scansOf(refunded);
        create(name, rule);
        String token = profiles.token().encode();
        // The others came while it was filled.
        assertEquals(List.of(member.toString()), memberIds(name, token));
        for (String other : others) {
            assertEquals(List.of(member.toString()), memberIds(other, token));
        }
        assertEquals(2, profiles.scansOf(refunded) - before);
    }
}
