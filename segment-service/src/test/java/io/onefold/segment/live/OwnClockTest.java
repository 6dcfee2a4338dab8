package io.onefold.segment.live;

import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Duration;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Database;
import io.onefold.proto.segment.v1.Audience;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipChange.Cause;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.audience.AudienceStore;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A profile lives by its workspace's clock, where that stands in the profile's own partition. */
@ServiceTest
class OwnClockTest {
    private static final long WINDOW = 600;
    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

    @Inject
    ScriptedProfiles profiles;

    @Inject
    AudienceStore audiences;

    @Inject
    TimerRetries retries;

    @Inject
    Database database;

    private final UUID ann = UUID.randomUUID();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String seen = "Seen " + suffix;
    private final String active = "active_" + suffix;
    private Instant start = Instant.EPOCH;

    /** Each test later than the one before: a clock never goes back. */
    @BeforeEach
    void a_day_later() {
        start = profiles.clock().plusSeconds(86_400);
        profiles.tick(start);
    }

    private Rule recently() {
        return Rule.newBuilder()
                .setOccurred(track(seen).setWindow(Duration.newBuilder().setSeconds(WINDOW)))
                .build();
    }

    private Happening seen(Instant time) {
        return new Happening(seen, time, "0");
    }

    private static Instant left(Instant seen) {
        return seen.plusSeconds(WINDOW).plus(1, ChronoUnit.MICROS);
    }

    private static List<Instant> instants(List<MembershipChange> changes) {
        return changes.stream()
                .map(MembershipChange::getEffectiveTime)
                .map(time -> Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
                .toList();
    }

    @Test
    void what_is_due_before_the_partitions_tick_does_not_wait_for_the_slowest() {
        create(active, recently());
        profiles.tickAt(ann, start.plusSeconds(5_000));
        Instant at = start.plusSeconds(5);
        profiles.happen(ann, seen(at));
        assertEquals(List.of(), memberIds(active, profiles.token().encode()));
        assertEquals(List.of(at, left(at)), instants(PublishedMemberships.of(active, 2)));
        profiles.tick(start.plusSeconds(5_000));
    }

    /** As if the tick had been applied after a filling read the clock and before it wrote the timer. */
    @Test
    void a_timer_that_was_set_behind_the_tick_fires_although_the_clock_stands_still() {
        create(active, recently());
        profiles.happen(ann, seen(start.plusSeconds(5)));
        assertEquals(List.of(ann.toString()), memberIds(active, profiles.token().encode()));
        database.inTransaction(tx -> tx.execute(
                "update cursor_tick set time = $1 where workspace = $2 and partition = $3",
                start.plusSeconds(5_000).atOffset(ZoneOffset.UTC),
                ScriptedProfiles.WORKSPACE,
                (short) (Bucket.of(ann) / 64)));
        // Of every workspace that has a clock of its own.
        retries.catchUp();
        assertEquals(List.of(), memberIds(active, profiles.token().encode()));
        assertEquals(Cause.CAUSE_TIME, PublishedMemberships.of(active, 2).get(1).getCause());
        profiles.tick(start.plusSeconds(5_000));
    }

    @Test
    void what_came_before_the_workspaces_own_clock_begins_with_it() {
        profiles.tickOf("", NOW);
        String before = "before_" + suffix;
        create("third-manage", Audience.newBuilder().setName(before).setRule(recently()));
        assertEquals(List.of(), membersOfThird(before));
        create("third-manage", Audience.newBuilder().setName(active).setRule(recently()));
        assertEquals(List.of(), membersOfThird(active));
        assertEquals(NOW, audiences.find("third", active).orElseThrow().begin());
        Instant first = Instant.parse("2011-06-01T10:00:00Z");
        profiles.tickOf("third", first);
        Instant at = first.plusSeconds(5);
        profiles.happenIn("third", ann, seen(at));
        assertEquals(List.of(ann.toString()), membersOfThird(active));
        assertEquals(first, audiences.find("third", active).orElseThrow().begin());
        // Real time goes on and moves nobody here.
        profiles.tickOf("", NOW.plusSeconds(WINDOW));
        assertEquals(List.of(ann.toString()), membersOfThird(active));

        String later = "later_" + suffix;
        create("third-manage", Audience.newBuilder().setName(later).setRule(recently()));
        assertEquals(List.of(ann.toString()), membersOfThird(later));
        assertEquals(first, audiences.find("third", later).orElseThrow().begin());

        profiles.tickOf("third", first.plusSeconds(5_000));
        assertEquals(List.of(), membersOfThird(active));
        List<MembershipChange> changes = PublishedMemberships.of("third-read", active, 2);
        assertEquals(List.of(at, left(at)), instants(changes));
        assertEquals(
                List.of(Cause.CAUSE_EVENT, Cause.CAUSE_TIME),
                changes.stream().map(MembershipChange::getCause).toList());
    }

    private List<String> membersOfThird(String audience) {
        return memberIds("third-read", audience, profiles.token().encode());
    }
}
