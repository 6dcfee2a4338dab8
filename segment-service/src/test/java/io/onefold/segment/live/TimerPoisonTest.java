package io.onefold.segment.live;

import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.domain.Bucket;
import io.onefold.kit.feed.Partitions;
import io.onefold.kit.sql.Database;
import io.onefold.proto.profile.v1.ProfileFacts;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.membership.Instants;
import io.onefold.segment.profiles.KnownFacts;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A profile that cannot be looked at when it is due holds up nobody, is not forgotten, and not looked at for ever. */
@ServiceTest
class TimerPoisonTest {
    private static final long WINDOW = 600;
    private static final String WORKSPACE = ScriptedProfiles.WORKSPACE;

    @Inject
    ScriptedProfiles profiles;

    @Inject
    KnownFacts facts;

    @Inject
    Database database;

    @Inject
    TimerRetries retries;

    @Inject
    Timers timers;

    @Inject
    Instants instants;

    private final UUID ann = UUID.randomUUID();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String seen = "Seen " + suffix;
    private final String active = "active_" + suffix;
    /** Of Ann's partition too. */
    private final UUID bob = new UUID(ann.getMostSignificantBits(), ~ann.getLeastSignificantBits());

    private Instant start = Instant.EPOCH;

    @BeforeEach
    void two_are_due() {
        start = profiles.clock().plusSeconds(86_400);
        profiles.tick(start);
        create(
                active,
                Rule.newBuilder()
                        .setOccurred(track(seen)
                                .setWindow(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(WINDOW)))
                        .build());
        profiles.happen(ann, new Happening(seen, start.plusSeconds(5), "0"));
        profiles.happen(bob, new Happening(seen, start.plusSeconds(5), "0"));
        assertEquals(sorted(ann, bob), members());
    }

    private static List<String> sorted(UUID... ids) {
        return Stream.of(ids).map(UUID::toString).sorted().toList();
    }

    private List<String> members() {
        return memberIds(active, profiles.token().encode());
    }

    private List<String> reasons() {
        return database.transaction(tx -> Stream.iterate(
                        tx.query(
                                        "select reason from timer_poison where bucket = $1 and profile_id = $2",
                                        Bucket.of(ann),
                                        ann)
                                .iterator(),
                        rows -> rows.hasNext(),
                        rows -> rows)
                .map(rows -> rows.next().getString(0))
                .toList());
    }

    private boolean hasTimer() {
        return database.transaction(tx -> tx.query(
                                "select 1 from standing where bucket = $1 and profile_id = $2 and due_at is not null",
                                Bucket.of(ann),
                                ann)
                        .size()
                == 1);
    }

    private void spoil() {
        annIs(told -> {
            ProfileFacts.Builder spoilt = told.toBuilder();
            spoilt.getEventsBuilderList().forEach(event -> event.setEventId("spoilt"));
            return spoilt.build();
        });
    }

    private int attempts() {
        return database.transaction(tx -> tx.query(
                        "select attempts from timer_poison where bucket = $1 and profile_id = $2", Bucket.of(ann), ann)
                .iterator()
                .next()
                .getInteger(0));
    }

    /** Ann's pause is over. */
    private void pauseIsOver() {
        database.inTransaction(tx -> tx.execute(
                "update timer_poison set retry_at = set_aside_at where bucket = $1 and profile_id = $2",
                Bucket.of(ann),
                ann));
    }

    private void leavesAtItsOwnInstant() {
        List<MembershipChange> changes = PublishedMemberships.of(active, 4);
        MembershipChange exit = changes.stream()
                .filter(change -> change.getProfileId().equals(ann.toString()) && !change.getMember())
                .findFirst()
                .orElseThrow();
        assertEquals(MembershipChange.Cause.CAUSE_TIME, exit.getCause());
        assertEquals(
                start.plusSeconds(5 + WINDOW).plus(1, ChronoUnit.MICROS),
                Instant.ofEpochSecond(
                        exit.getEffectiveTime().getSeconds(),
                        exit.getEffectiveTime().getNanos()));
        retries.sweep();
        assertEquals(List.of(), reasons());
    }

    @Test
    void one_that_can_be_read_again_leaves_without_an_event() {
        spoil();
        profiles.tick(start.plusSeconds(5_000));
        assertEquals(sorted(ann), members());
        pauseIsOver();
        retries.sweep();
        int attempts = attempts();
        assertTrue(attempts >= 2);
        // As a filling does that evaluates another audience.
        database.inTransaction(tx -> tx.execute(
                "update standing set due_at = $3 where bucket = $1 and profile_id = $2",
                Bucket.of(ann),
                ann,
                start.plusSeconds(5 + WINDOW).atOffset(ZoneOffset.UTC)));
        timers.catchUp(WORKSPACE);
        assertTrue(!hasTimer());
        assertTrue(attempts() >= attempts);
        annIs(UnaryOperator.identity());
        pauseIsOver();
        retries.sweep();
        leavesAtItsOwnInstant();
    }

    @Test
    void a_profile_service_that_was_restored_and_catches_up_loses_no_timer() {
        annIs(told -> told.toBuilder().setVersion(0).clearEvents().build());
        profiles.tick(start.plusSeconds(5_000));
        assertEquals(sorted(ann), members());
        annIs(UnaryOperator.identity());
        // By itself, after a second.
        leavesAtItsOwnInstant();
    }

    /** Of the firing of the tick and its commit somebody looks in between. */
    @Test
    void one_that_a_tick_has_set_aside_waits_until_the_tick_counts() {
        spoil();
        Instant time = start.plusSeconds(5_000);
        Map<Integer, Map<String, Instant>> tick = Map.of(partition(), Map.of(WORKSPACE, time));
        timers.fire(new Ticks(tick, tick), instants.read().with(tick), Map.of());
        assertEquals(1, reasons().size());
        annIs(UnaryOperator.identity());
        pauseIsOver();
        retries.sweep();
        assertEquals(1, reasons().size());
        profiles.tick(time);
        assertEquals(List.of(), others(members()));
        pauseIsOver();
        retries.sweep();
        leavesAtItsOwnInstant();
    }

    private List<String> others(List<String> members) {
        return members.stream().filter(id -> !id.equals(ann.toString())).toList();
    }

    /** The clock moves on while the facts are read, and then stands. */
    @Test
    void what_is_due_next_is_found_although_the_clock_has_passed_it() {
        profiles.happen(ann, new Happening(seen, start.plusSeconds(2_000), "0").received(start.plusSeconds(6)));
        assertEquals(sorted(ann, bob), members());
        spoil();
        profiles.tick(start.plusSeconds(1_000));
        assertEquals(sorted(ann), members());
        profiles.onceBeforeFacts(() -> clockComesTo(start.plusSeconds(5_000)));
        annIs(UnaryOperator.identity());
        pauseIsOver();
        retries.sweep();
        assertEquals(
                List.of(true, false, true, false),
                PublishedMemberships.of(active, 6).stream()
                        .filter(change -> change.getProfileId().equals(ann.toString()))
                        .map(MembershipChange::getMember)
                        .toList());
        profiles.tick(start.plusSeconds(5_000));
    }

    private int partition() {
        return new Partitions(16).of(Bucket.of(ann));
    }

    private void clockComesTo(Instant time) {
        database.inTransaction(tx -> tx.execute(
                "update cursor_tick set time = $1 where workspace = $2 and partition = $3",
                time.atOffset(ZoneOffset.UTC),
                WORKSPACE,
                (short) partition()));
    }

    @Test
    void pauses_grow_and_stay_bearable() {
        assertEquals(Duration.ofSeconds(1), TimerPauses.after(1));
        assertEquals(Duration.ofSeconds(2), TimerPauses.after(2));
        assertEquals(Duration.ofSeconds(512), TimerPauses.after(10));
        assertEquals(Duration.ofMinutes(10), TimerPauses.after(11));
        assertEquals(Duration.ofMinutes(10), TimerPauses.after(Integer.MAX_VALUE));
    }

    private void annIs(UnaryOperator<ProfileFacts> otherwise) {
        profiles.answer(ann, otherwise);
        facts.forget(List.of(ann, bob));
    }

    @Test
    void the_others_leave_on_time_and_an_event_sets_it_anew() {
        spoil();
        profiles.tick(start.plusSeconds(5_000));
        assertEquals(sorted(ann), members());
        assertEquals(1, reasons().size());
        assertTrue(reasons().get(0).contains("spoilt"), reasons().get(0));
        assertTrue(!hasTimer());

        annIs(UnaryOperator.identity());
        profiles.happen(ann, new Happening(seen, start.plusSeconds(5_100), "0"));
        assertEquals(sorted(ann), members());
        assertTrue(hasTimer());
        profiles.tick(start.plusSeconds(10_000));
        assertEquals(List.of(), members());
    }

    @Test
    void one_that_is_not_known_any_more_is_not_looked_at_for_ever() {
        annIs(told -> ProfileFacts.newBuilder().setProfileId(ann.toString()).build());
        profiles.tick(start.plusSeconds(5_000));
        assertEquals(sorted(ann), members());
        assertTrue(reasons().get(0).contains("known at version 0"), reasons().get(0));
        assertTrue(!hasTimer());
    }
}
