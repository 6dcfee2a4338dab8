package io.onefold.segment.backfill;

import static io.onefold.segment.script.SegmentCalls.as;
import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.delete;
import static io.onefold.segment.script.SegmentCalls.get;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.members;
import static io.onefold.segment.script.SegmentCalls.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.Wait;
import io.onefold.proto.segment.v1.Audience.State;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.PreviewAudienceRequest;
import io.onefold.segment.audience.Audience;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.audience.AudienceUpdater;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import io.onefold.segment.script.StoredRules;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An audience whose stored rule cannot be read waits alone; nothing of it is lost, and nobody else waits. */
@ServiceTest
class UnreadableRuleTest {
    private static final Instant JUNE = Instant.parse("2011-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    AudienceStore audiences;

    @Inject
    AudienceUpdater updater;

    @Inject
    StoredRules rules;

    @Inject
    BackfillRunner runner;

    private final UUID ann = UUID.randomUUID();
    private final UUID bob = UUID.randomUUID();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String bought = "Bought " + suffix;
    private final String damaged = "damaged_" + suffix;
    private final String sound = "sound_" + suffix;
    private byte[] rule = {};

    private void buys(UUID id) {
        profiles.happen(id, new Happening(bought, JUNE, "5"));
    }

    private static List<String> sorted(UUID... ids) {
        return Stream.of(ids).map(UUID::toString).sorted().toList();
    }

    @BeforeEach
    void one_of_two_is_damaged() {
        create(damaged, boughtAtLeast(bought, "5"));
        create(sound, boughtAtLeast(bought, "5"));
        buys(ann);
        assertEquals(sorted(ann), memberIds(damaged, profiles.token().encode()));
        rule = rules.damage(damaged);
        buys(bob);
        buys(ann);
        assertEquals(sorted(ann, bob), memberIds(sound, profiles.token().encode()));
    }

    @Test
    void it_says_so_and_finds_what_it_missed_when_it_can_be_read() throws InterruptedException {
        assertEquals(State.STATE_BACKFILLING, get(damaged).getState());
        assertFalse(get(damaged).hasRule());
        assertEquals(sorted(ann), memberIds(damaged, ""));
        StatusRuntimeException unknown = assertThrows(
                StatusRuntimeException.class,
                () -> as("dev-read")
                        .previewAudience(PreviewAudienceRequest.newBuilder()
                                .setAudience(damaged)
                                .build()));
        assertEquals(Status.Code.UNAVAILABLE, unknown.getStatus().getCode());
        runner.takeUp();
        assertEquals(1, get(damaged).getVersion());

        rules.write(damaged, rule);
        runner.takeUp();
        Wait.until(
                Duration.ofMinutes(2), "it is filled anew", () -> get(damaged).getState() == State.STATE_LIVE);
        assertEquals(sorted(ann, bob), memberIds(damaged, profiles.token().encode()));
        assertEquals(2, get(damaged).getVersion());
        // Ann never left.
        assertEquals(
                List.of(1L),
                PublishedMemberships.of(damaged, 2).stream()
                        .filter(change -> change.getProfileId().equals(ann.toString()))
                        .map(change -> change.getSequence())
                        .toList());
    }

    @Test
    void who_is_gone_when_it_can_be_read_again_leaves() throws InterruptedException {
        UUID carl = UUID.randomUUID();
        profiles.merge(ann, carl);
        assertEquals(sorted(bob, carl), memberIds(sound, profiles.token().encode()));
        assertEquals(sorted(ann), memberIds(damaged, ""));
        rules.write(damaged, rule);
        runner.takeUp();
        Wait.until(
                Duration.ofMinutes(2), "it is filled anew", () -> get(damaged).getState() == State.STATE_LIVE);
        assertEquals(sorted(bob, carl), memberIds(damaged, profiles.token().encode()));
        List<MembershipChange> ofAnn = PublishedMemberships.of(damaged, 4).stream()
                .filter(change -> change.getProfileId().equals(ann.toString()))
                .toList();
        assertEquals(
                List.of(true, false),
                ofAnn.stream().map(MembershipChange::getMember).toList());
        assertEquals(MembershipChange.Cause.CAUSE_RULE, ofAnn.get(1).getCause());
    }

    @Test
    void a_display_name_that_it_is_given_before_it_is_filled_anew_stays() {
        rules.write(damaged, rule);
        Audience read = audiences.find(ScriptedProfiles.WORKSPACE, damaged).orElseThrow();
        update(io.onefold.proto.segment.v1.Audience.newBuilder()
                .setName(damaged)
                .setDisplayName("Buyers")
                .setRule(boughtAtLeast(bought, "5")));
        updater.takeUp(read);
        assertEquals("Buyers", get(damaged).getDisplayName());
        assertEquals(2, get(damaged).getVersion());
        assertEquals(sorted(ann, bob), memberIds(damaged, profiles.token().encode()));
    }

    @Test
    void it_can_be_given_another_rule_or_be_deleted() {
        update(damaged, boughtAtLeast(bought, "10"));
        assertEquals(sorted(ann), memberIds(damaged, profiles.token().encode()));
        rules.write(damaged, new byte[] {-1, -1});
        delete(damaged);
        create(damaged, boughtAtLeast(bought, "5"));
        assertEquals(2, members(damaged, profiles.token().encode()).getTotalSize());
    }
}
