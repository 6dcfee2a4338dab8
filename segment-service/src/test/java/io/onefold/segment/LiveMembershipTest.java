package io.onefold.segment;

import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.members;
import static io.onefold.segment.script.SegmentCalls.netAtLeast;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipChange.Cause;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class LiveMembershipTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    private final UUID ann = UUID.randomUUID();
    private String vip = "";
    private String bought = "";
    private String refunded = "";

    @BeforeEach
    void an_audience_of_its_own() {
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        vip = "vip_" + suffix;
        bought = "Order Completed " + suffix;
        refunded = "Order Refunded " + suffix;
        create(vip, netAtLeast(bought, refunded, "2000"));
        assertEquals(List.of(), memberIds(vip, profiles.token().encode()));
    }

    private Happening buy(Instant time, String total) {
        return new Happening(bought, time, total);
    }

    private Happening refund(Instant time, String total) {
        return new Happening(refunded, time, total);
    }

    private List<MembershipChange> published(int count) {
        return PublishedMemberships.of(vip, count);
    }

    @Test
    void enters_at_the_event_that_crosses_and_leaves_by_a_refund() {
        profiles.happen(ann, buy(JUNE, "1999.99"));
        assertEquals(List.of(), memberIds(vip, profiles.token().encode()));

        String token = profiles.happen(ann, buy(JUNE.plusSeconds(60), "0.01"));
        assertEquals(List.of(ann.toString()), memberIds(vip, token));
        assertEquals(
                JUNE.plusSeconds(60).getEpochSecond(),
                members(vip, token).getMembers(0).getSince().getSeconds());

        token = profiles.happen(ann, refund(JUNE.plusSeconds(120), "0.01"));
        assertEquals(List.of(), memberIds(vip, token));

        List<MembershipChange> changes = published(2);
        assertEquals(
                List.of(true, false),
                changes.stream().map(MembershipChange::getMember).toList());
        assertEquals(
                List.of(1L, 2L),
                changes.stream().map(MembershipChange::getSequence).toList());
        assertEquals(
                List.of(Cause.CAUSE_EVENT, Cause.CAUSE_EVENT),
                changes.stream().map(MembershipChange::getCause).toList());
        assertEquals(
                JUNE.plusSeconds(120).getEpochSecond(),
                changes.get(1).getEffectiveTime().getSeconds());
    }

    @Test
    void every_change_of_value_between_two_evaluations_is_published() {
        String token = profiles.happen(
                ann, buy(JUNE, "2500"), refund(JUNE.plusSeconds(1), "2500"), buy(JUNE.plusSeconds(2), "2000"));
        assertEquals(List.of(ann.toString()), memberIds(vip, token));
        assertEquals(
                List.of(true, false, true),
                published(3).stream().map(MembershipChange::getMember).toList());
    }

    @Test
    void a_crossing_before_the_last_evaluated_instant_is_late() {
        profiles.happen(ann, buy(JUNE, "1500"));
        profiles.tick(JUNE.plusSeconds(3600));
        profiles.happen(ann, buy(JUNE.plusSeconds(7200), "1"));
        assertEquals(List.of(), memberIds(vip, profiles.token().encode()));
        String token = profiles.happen(ann, buy(JUNE.minusSeconds(3600), "500"));
        assertEquals(List.of(ann.toString()), memberIds(vip, token));
        MembershipChange change = published(1).get(0);
        assertEquals(Cause.CAUSE_LATE, change.getCause());
        assertEquals(JUNE.getEpochSecond(), change.getEffectiveTime().getSeconds());
    }

    @Test
    void two_become_one() {
        UUID other = UUID.randomUUID();
        profiles.happen(ann, buy(JUNE, "1500"));
        profiles.happen(other, buy(JUNE.plusSeconds(5), "2100"));
        assertEquals(List.of(other.toString()), memberIds(vip, profiles.token().encode()));
        String token = profiles.merge(other, ann);
        assertEquals(List.of(ann.toString()), memberIds(vip, token));
        assertEquals(
                List.of(Cause.CAUSE_EVENT, Cause.CAUSE_MERGE, Cause.CAUSE_MERGE),
                published(3).stream().map(MembershipChange::getCause).sorted().toList());
    }

    @Test
    void what_is_read_again_changes_nothing() {
        profiles.happen(ann, buy(JUNE, "2000"));
        String token = profiles.repeat(ann);
        assertEquals(List.of(ann.toString()), memberIds(vip, token));
        profiles.happen(ann, refund(JUNE.plusSeconds(1), "1"));
        assertEquals(
                List.of(1L, 2L),
                published(2).stream().map(MembershipChange::getSequence).toList());
    }

    @Test
    void a_batch_that_was_evaluated_with_other_audiences_is_evaluated_anew() {
        String late = vip + "_late";
        profiles.nextScanOf(bought, "empty");
        profiles.onceBeforeFacts(() -> {
            create(late, netAtLeast(bought, refunded, "1000"));
            // Filled by a scan that finds nobody: only the batch itself, evaluated anew, can bring in its profile.
            assertEquals(0, members(late, ScriptedProfiles.anyToken()).getTotalSize());
        });
        String token = profiles.happen(ann, buy(JUNE, "2000"));
        assertEquals(List.of(ann.toString()), memberIds(vip, token));
        assertEquals(List.of(ann.toString()), memberIds(late, token));
        assertEquals(1, published(1).size());
    }
}
