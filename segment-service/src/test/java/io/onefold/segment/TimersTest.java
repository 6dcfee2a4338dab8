package io.onefold.segment;

import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Duration;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipChange.Cause;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.proto.segment.v1.RuleList;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Membership changes by time alone, at the instant at which it is due, when the clock has come down the feed. */
@ServiceTest
class TimersTest {
    private static final long WINDOW = 600;

    @Inject
    ScriptedProfiles profiles;

    private final UUID ann = UUID.randomUUID();
    private String active = "";
    private String lapsed = "";
    private String seen = "";
    private Instant start = Instant.EPOCH;

    @BeforeEach
    void audiences_of_its_own() {
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        active = "active_" + suffix;
        lapsed = "lapsed_" + suffix;
        seen = "Seen " + suffix;
        // Each test later than the one before: a clock never goes back.
        start = profiles.clock().plusSeconds(86_400);
        profiles.tick(start);
        create(active, Rule.newBuilder().setOccurred(recently()).build());
        create(
                lapsed,
                Rule.newBuilder()
                        .setAll(RuleList.newBuilder()
                                .addRules(Rule.newBuilder().setOccurred(track(seen)))
                                .addRules(Rule.newBuilder().setAbsent(recently())))
                        .build());
        assertEquals(List.of(), memberIds(active, profiles.token().encode()));
        memberIds(lapsed, profiles.token().encode());
    }

    private io.onefold.proto.segment.v1.EventSelector.Builder recently() {
        return track(seen).setWindow(Duration.newBuilder().setSeconds(WINDOW));
    }

    private Happening seen(Instant time) {
        return new Happening(seen, time, "0");
    }

    /** The first instant whose window does not hold any more what was seen so many seconds after the start. */
    private Instant passed(long seconds) {
        return start.plusSeconds(seconds + WINDOW).plus(1, ChronoUnit.MICROS);
    }

    private static Instant instant(MembershipChange change) {
        return Instant.ofEpochSecond(
                change.getEffectiveTime().getSeconds(),
                change.getEffectiveTime().getNanos());
    }

    @Test
    void a_window_ends_at_its_instant_and_not_before() {
        profiles.happen(ann, seen(start.plusSeconds(5)));
        profiles.tick(start.plusSeconds(5 + WINDOW));
        assertEquals(List.of(ann.toString()), memberIds(active, profiles.token().encode()));
        profiles.tick(passed(5));
        assertEquals(List.of(), memberIds(active, profiles.token().encode()));
        List<MembershipChange> changes = PublishedMemberships.of(active, 2);
        assertEquals(
                List.of(Cause.CAUSE_EVENT, Cause.CAUSE_TIME),
                changes.stream().map(MembershipChange::getCause).toList());
        assertEquals(passed(5), instant(changes.get(1)));
    }

    @Test
    void what_was_due_while_nobody_looked_has_its_own_instant() {
        profiles.happen(ann, seen(start.plusSeconds(5)));
        profiles.tick(start.plusSeconds(50_000));
        assertEquals(List.of(), memberIds(active, profiles.token().encode()));
        MembershipChange entry = PublishedMemberships.of(lapsed, 1).get(0);
        assertEquals(passed(5), instant(entry));
        assertEquals(Cause.CAUSE_TIME, entry.getCause());
        assertEquals(List.of(ann.toString()), memberIds(lapsed, profiles.token().encode()));
    }

    /** Also when it is the first that is known of the profile, which the feed does not tell event by event. */
    @Test
    void an_event_that_is_dated_ahead_moves_nobody_before_its_time() {
        String visited = "visited_" + active;
        create(visited, Rule.newBuilder().setOccurred(track("Visited " + seen)).build());
        assertEquals(List.of(), memberIds(visited, profiles.token().encode()));
        Instant ahead = start.plusSeconds(3_000);
        UUID bob = UUID.randomUUID();
        profiles.happen(ann, seen(start.plusSeconds(5)));
        assertEquals(List.of(ann.toString()), memberIds(active, profiles.token().encode()));
        for (UUID id : List.of(ann, bob)) {
            profiles.happen(id, new Happening("Visited " + seen, ahead, "0").received(start.plusSeconds(10)));
        }
        assertEquals(List.of(ann.toString()), memberIds(active, profiles.token().encode()));
        assertEquals(List.of(), memberIds(visited, profiles.token().encode()));
        profiles.tick(passed(5));
        assertEquals(List.of(), memberIds(active, profiles.token().encode()));
        assertEquals(List.of(), memberIds(visited, profiles.token().encode()));
        assertEquals(passed(5), instant(PublishedMemberships.of(active, 2).get(1)));
        profiles.tick(ahead);
        assertEquals(
                Stream.of(ann, bob).map(UUID::toString).sorted().toList(),
                memberIds(visited, profiles.token().encode()));
        for (MembershipChange entry : PublishedMemberships.of(visited, 2)) {
            assertEquals(ahead, instant(entry));
            assertEquals(Cause.CAUSE_EVENT, entry.getCause());
        }
    }

    /** What is seen meanwhile matters to the other audiences only: for this one the profile is evaluated at that version when it is due. */
    @Test
    void it_turns_the_audience_by_the_event_also_when_the_clock_comes_long_after_it() {
        String visited = "visited_" + active;
        create(visited, Rule.newBuilder().setOccurred(track("Visited " + seen)).build());
        Instant ahead = start.plusSeconds(1_800);
        profiles.happen(ann, seen(start.plusSeconds(5)));
        profiles.happen(ann, new Happening("Visited " + seen, ahead, "0").received(start.plusSeconds(10)));
        assertEquals(List.of(), memberIds(visited, profiles.token().encode()));
        profiles.happen(ann, seen(start.plusSeconds(20)));
        assertEquals(List.of(ann.toString()), memberIds(active, profiles.token().encode()));
        profiles.tick(start.plusSeconds(3_600));
        assertEquals(
                List.of(ann.toString()), memberIds(visited, profiles.token().encode()));
        MembershipChange entry = PublishedMemberships.of(visited, 1).get(0);
        assertEquals(ahead, instant(entry));
        assertEquals(Cause.CAUSE_EVENT, entry.getCause());
    }

    @Test
    void a_change_that_comes_after_it_tells_of_one_dated_ahead_at_its_own_instant() {
        String visited = "visited_" + active;
        create(visited, Rule.newBuilder().setOccurred(track("Visited " + seen)).build());
        assertEquals(List.of(), memberIds(visited, profiles.token().encode()));
        Instant ahead = start.plusSeconds(60);
        profiles.happen(ann, seen(start.plusSeconds(5)));
        profiles.happen(ann, new Happening("Visited " + seen, ahead, "0").received(start.plusSeconds(10)));
        assertEquals(List.of(), memberIds(visited, profiles.token().encode()));
        profiles.happen(ann, new Happening("Visited " + seen, start.plusSeconds(70), "0"));
        assertEquals(
                List.of(ann.toString()), memberIds(visited, profiles.token().encode()));
        MembershipChange entry = PublishedMemberships.of(visited, 1).get(0);
        assertEquals(ahead, instant(entry));
        assertEquals(Cause.CAUSE_EVENT, entry.getCause());
    }

    /** By the batch that changes it: a timer that came before would tell of the batch's event as of one that came after the tick. */
    @Test
    void what_a_tick_makes_due_of_a_profile_that_changes_in_the_same_batch_is_told_with_the_change() {
        profiles.happen(ann, seen(start.plusSeconds(5)));
        assertEquals(List.of(ann.toString()), memberIds(active, profiles.token().encode()));
        synchronized (profiles) {
            profiles.happen(ann, seen(start.plusSeconds(650)));
            profiles.tick(start.plusSeconds(5_000));
        }
        assertEquals(List.of(), memberIds(active, profiles.token().encode()));
        List<MembershipChange> changes = PublishedMemberships.of(active, 4);
        assertEquals(
                List.of(start.plusSeconds(5), passed(5), start.plusSeconds(650), passed(650)),
                changes.stream().map(TimersTest::instant).toList());
        assertEquals(
                List.of(Cause.CAUSE_EVENT, Cause.CAUSE_TIME, Cause.CAUSE_EVENT, Cause.CAUSE_TIME),
                changes.stream().map(MembershipChange::getCause).toList());
        assertEquals(
                List.of(1L, 2L, 2L, 2L),
                changes.stream().map(MembershipChange::getProfileVersion).toList());
    }

    @Test
    void an_event_that_keeps_somebody_in_moves_the_timer() {
        profiles.happen(ann, seen(start.plusSeconds(5)));
        profiles.happen(ann, seen(start.plusSeconds(300)));
        profiles.tick(start.plusSeconds(5 + WINDOW));
        assertEquals(List.of(ann.toString()), memberIds(active, profiles.token().encode()));
        profiles.tick(passed(300));
        assertEquals(List.of(), memberIds(active, profiles.token().encode()));
        assertEquals(passed(300), instant(PublishedMemberships.of(active, 2).get(1)));
    }

    @Test
    void a_late_event_rewrites_what_followed_from_its_instant_on() {
        profiles.happen(ann, seen(start.plusSeconds(5)));
        profiles.tick(start.plusSeconds(5_000));
        memberIds(active, profiles.token().encode());
        profiles.happen(ann, seen(start.plusSeconds(400)));
        assertEquals(List.of(), memberIds(active, profiles.token().encode()));
        List<MembershipChange> changes = PublishedMemberships.of(active, 4);
        assertEquals(
                List.of(true, false, true, false),
                changes.stream().map(MembershipChange::getMember).toList());
        assertEquals(Cause.CAUSE_LATE, changes.get(3).getCause());
        assertEquals(passed(400), instant(changes.get(3)));
    }
}
