package io.onefold.segment.backfill;

import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.get;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Duration;
import io.onefold.devstack.Wait;
import io.onefold.domain.Bucket;
import io.onefold.kit.sql.Database;
import io.onefold.proto.segment.v1.Audience.State;
import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import io.onefold.segment.script.StoredRules;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is due of an audience whose rule cannot be read is not looked at with every tick, and is done when it can be. */
@ServiceTest
class UnreadableTimerTest {
    private static final long WINDOW = 600;

    @Inject
    ScriptedProfiles profiles;

    @Inject
    Database database;

    @Inject
    StoredRules rules;

    @Inject
    BackfillRunner runner;

    private final UUID ann = UUID.randomUUID();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String damaged = "damaged_" + suffix;
    private final String sound = "sound_" + suffix;

    /** Whether ticks find it where the clock stands. */
    private boolean isLookedAt() {
        return database.snapshot(tx -> tx.query(
                                "select 1 from standing where bucket = $1 and profile_id = $2 and due_at <= $3",
                                Bucket.of(ann),
                                ann,
                                profiles.clock().atOffset(ZoneOffset.UTC))
                        .size()
                == 1);
    }

    private List<String> members(String audience) {
        return memberIds(audience, profiles.token().encode());
    }

    @Test
    void it_waits_for_the_rule() throws InterruptedException {
        Instant start = profiles.clock().plusSeconds(86_400);
        profiles.tick(start);
        String seen = "Seen " + suffix;
        Rule lately = Rule.newBuilder()
                .setOccurred(track(seen).setWindow(Duration.newBuilder().setSeconds(WINDOW)))
                .build();
        create(damaged, lately);
        create(sound, lately);
        profiles.happen(ann, new Happening(seen, start.plusSeconds(5), "0"));
        assertEquals(List.of(ann.toString()), members(damaged));
        assertEquals(List.of(ann.toString()), members(sound));
        byte[] rule = rules.damage(damaged);

        profiles.tick(start.plusSeconds(5_000));
        assertEquals(List.of(), members(sound));
        assertEquals(List.of(ann.toString()), memberIds(damaged, ""));
        assertFalse(isLookedAt());

        rules.write(damaged, rule);
        runner.takeUp();
        Wait.until(
                java.time.Duration.ofMinutes(2),
                "it is filled anew",
                () -> get(damaged).getState() == State.STATE_LIVE);
        assertEquals(List.of(), members(damaged));
        assertEquals(
                MembershipChange.Cause.CAUSE_RULE,
                PublishedMemberships.of(damaged, 2).get(1).getCause());
    }
}
