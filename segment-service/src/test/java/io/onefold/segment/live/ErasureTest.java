package io.onefold.segment.live;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.memberships;
import static io.onefold.segment.script.SegmentCalls.reason;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.onefold.devstack.Wait;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Database;
import io.onefold.proto.profile.v1.ProfileChange;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipChange.Cause;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.membership.DueProfiles;
import io.onefold.segment.profiles.KnownFacts;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ScriptedProfiles.Refusal;
import io.onefold.segment.script.ServiceTest;
import io.onefold.segment.script.Traces;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An erased person leaves every audience, nothing is kept, and nothing that is late brings the person back. */
@ServiceTest
class ErasureTest {
    private static final long WINDOW = 600;

    @Inject
    ScriptedProfiles profiles;

    @Inject
    KnownFacts facts;

    @Inject
    Database database;

    @Inject
    Traces traces;

    @Inject
    TimerPauses pauses;

    @Inject
    TimerRetries timerRetries;

    @Inject
    UnreadableRetries unreadableRetries;

    private final UUID ann = UUID.randomUUID();
    /** Of Ann's partition too. */
    private final UUID bob = new UUID(ann.getMostSignificantBits(), ~ann.getLeastSignificantBits());

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String bought = "Bought " + suffix;
    private final String address = "ann." + suffix + "@example.com";
    private final String buyers = "buyers_" + suffix;
    private final String active = "active_" + suffix;
    private Instant start = Instant.EPOCH;

    @BeforeEach
    void two_buy() {
        start = profiles.clock().plusSeconds(86_400);
        profiles.tick(start);
        create(buyers, boughtAtLeast(bought, "1"));
        create(
                active,
                Rule.newBuilder()
                        .setOccurred(track(bought)
                                .setWindow(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(WINDOW)))
                        .build());
        profiles.happen(ann, buy(5));
        profiles.happen(bob, buy(5));
        are(buyers, ann, bob);
        are(active, ann, bob);
    }

    private Happening buy(long seconds) {
        return new Happening(bought, start.plusSeconds(seconds), "5, \"email\": \"" + address + "\"");
    }

    private void are(String audience, UUID... ids) {
        assertEquals(
                Stream.of(ids).map(UUID::toString).sorted().toList(),
                memberIds(audience, profiles.token().encode()));
    }

    private List<MembershipChange> toldOf(UUID id, String audience, int count) {
        return PublishedMemberships.of(audience, count).stream()
                .filter(change -> change.getProfileId().equals(id.toString()))
                .toList();
    }

    /** Of her the feed has what it said by id, and the row that refuses what is late is empty. */
    private void nothingIsLeft() {
        assertEquals(Set.of("feed_item", "standing"), traces.of(ann));
        assertEquals(Set.of(), traces.of(address));
        int graves = database.snapshot(tx -> tx.query(
                        "select 1 from standing where bucket = $1 and profile_id = $2 and erased_at is not null",
                        Bucket.of(ann),
                        ann)
                .size());
        assertEquals(1, graves);
    }

    private void isGone() {
        are(buyers, bob);
        are(active, bob);
        nothingIsLeft();
    }

    private void leftByErasure(int count) {
        for (String audience : List.of(buyers, active)) {
            List<MembershipChange> told = toldOf(ann, audience, count);
            assertEquals(
                    List.of(true, false),
                    told.stream().map(MembershipChange::getMember).toList());
            MembershipChange exit = told.get(1);
            assertEquals(Cause.CAUSE_ERASURE, exit.getCause());
            assertEquals(2, exit.getSequence());
            assertTrue(!exit.getCorrection());
            assertEquals(told.get(0).getEffectiveTime(), exit.getEffectiveTime());
        }
    }

    @Test
    void she_leaves_every_audience_and_nothing_is_left() {
        profiles.erase(ann);
        isGone();
        leftByErasure(3);
        StatusRuntimeException erased = assertThrows(
                StatusRuntimeException.class,
                () -> memberships(ann, profiles.token().encode()));
        StatusRuntimeException unknown = assertThrows(
                StatusRuntimeException.class,
                () -> memberships(UUID.randomUUID(), profiles.token().encode()));
        assertEquals(unknown.getStatus().getCode(), erased.getStatus().getCode());
        assertEquals(reason(unknown), reason(erased));
        // Read again, it tells nothing more.
        profiles.tell(ProfileChange.newBuilder()
                .setWorkspace(ScriptedProfiles.WORKSPACE)
                .setProfileId(ann.toString())
                .setVersion(2)
                .setCause(ProfileChange.Cause.CAUSE_ERASURE)
                .setErased(true)
                .build());
        profiles.tick(start.plusSeconds(5_000));
        are(active);
        assertEquals(2, toldOf(ann, active, 4).size());
        nothingIsLeft();
    }

    /** Whether it is told with events, or anything may have changed, and whatever the profile-service says of it. */
    @Test
    void late_items_bring_nothing_back() {
        profiles.erase(ann);
        isGone();
        profiles.answer(
                ann,
                told -> told.toBuilder()
                        .setWorkspace(ScriptedProfiles.WORKSPACE)
                        .setExists(true)
                        .setVersion(9)
                        .addEvents(ScriptedProfiles.item(ann, 9, buy(20)).getEvents(0))
                        .build());
        try {
            profiles.tell(ScriptedProfiles.item(ann, 2, buy(10)).build());
            profiles.tell(ScriptedProfiles.item(ann, 9, buy(20)).build());
            profiles.tell(ScriptedProfiles.item(ann, 9, buy(20))
                    .clearEvents()
                    .setPreviousVersion(0)
                    .setCause(ProfileChange.Cause.CAUSE_MERGE)
                    .build());
            isGone();
        } finally {
            profiles.answer(ann, UnaryOperator.identity());
        }
        profiles.tick(start.plusSeconds(5_000));
        are(active);
        leftByErasure(3);
        nothingIsLeft();
    }

    /** The profile-service is ahead of the feed: what is read with an earlier change is what the erasure has left. */
    @Test
    void the_exits_are_the_erasures_also_when_the_facts_are_known_before_the_item() {
        profiles.answer(
                ann,
                told -> told.toBuilder()
                        .setVersion(told.getVersion() + 1)
                        .setExists(false)
                        .clearEvents()
                        .build());
        facts.forget(List.of(ann));
        profiles.happen(ann, buy(10));
        are(buyers, ann, bob);
        facts.forget(List.of(ann));
        profiles.tick(start.plusSeconds(5_000));
        are(active, ann);
        profiles.erase(ann);
        are(buyers, bob);
        are(active);
        leftByErasure(3);
        nothingIsLeft();
    }

    @Test
    void what_was_noted_of_her_goes_and_is_not_noted_again() throws InterruptedException {
        profiles.tell(ScriptedProfiles.item(ann, 2, buy(10))
                .setEvents(
                        0,
                        ScriptedProfiles.item(ann, 2, buy(10)).getEvents(0).toBuilder()
                                .setEventId(address))
                .build());
        Wait.until(Duration.ofMinutes(2), "set aside", () -> traces.of(address).contains("cursor_poison"));
        Instant now = Instant.now();
        try (Refusal refused = profiles.refuse(ann, bought, Status.INTERNAL.withDescription(address))) {
            facts.forget(List.of(ann));
            profiles.happen(ann, buy(10));
            are(buyers, bob);
            assertTrue(refused.count() >= 3);
        }
        DueProfiles.Due due = new DueProfiles.Due(ScriptedProfiles.WORKSPACE, ann, now, 1, Map.of());
        pauses.setAside(due, 1, new IllegalStateException(address));
        assertEquals(Set.of("cursor_poison", "timer_poison", "unreadable_profile"), traces.of(address));
        profiles.erase(ann);
        isGone();
        pauses.setAside(due, 1, new IllegalStateException(address));
        timerRetries.sweep();
        unreadableRetries.sweep();
        nothingIsLeft();
    }

    /** Nobody could say any more what she was in but the members themselves. */
    @Test
    void what_stands_of_her_and_cannot_be_read_does_not_hold_up_the_erasure() {
        database.inTransaction(tx -> tx.execute(
                "update standing set state = $3, due_at = null where bucket = $1 and profile_id = $2",
                Bucket.of(ann),
                ann,
                Buffer.buffer(new byte[] {9})));
        profiles.erase(ann);
        isGone();
        leftByErasure(3);
    }

    @Test
    void who_shared_something_with_her_changes_by_the_erasure() {
        UUID cid = UUID.randomUUID();
        String shared = "Shared " + suffix;
        String sharers = "sharers_" + suffix;
        create(sharers, boughtAtLeast(shared, "1"));
        profiles.happen(cid, buy(5), new Happening(shared, start.plusSeconds(6), "1"));
        are(sharers, cid);
        profiles.erase(ann);
        profiles.loses(cid, shared);
        are(sharers);
        are(buyers, bob, cid);
        MembershipChange exit = toldOf(cid, sharers, 2).get(1);
        assertEquals(Cause.CAUSE_ERASURE, exit.getCause());
        assertEquals(
                start.plusSeconds(6).getEpochSecond(), exit.getEffectiveTime().getSeconds());
    }
}
