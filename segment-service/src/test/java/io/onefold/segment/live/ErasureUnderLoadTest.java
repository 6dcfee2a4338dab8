package io.onefold.segment.live;

import static io.onefold.segment.script.SegmentCalls.boughtAtLeast;
import static io.onefold.segment.script.SegmentCalls.create;
import static io.onefold.segment.script.SegmentCalls.memberIds;
import static io.onefold.segment.script.SegmentCalls.track;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.Rule;
import io.onefold.segment.script.Person.Happening;
import io.onefold.segment.script.PublishedMemberships;
import io.onefold.segment.script.ScriptedProfiles;
import io.onefold.segment.script.ServiceTest;
import io.onefold.segment.script.Traces;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many are erased while they change, while the clock ticks and while audiences are filled: at whatever step that meets them. */
@ServiceTest
class ErasureUnderLoadTest {
    private static final int PEOPLE = 60;
    private static final int STEPS = 600;

    @Inject
    ScriptedProfiles profiles;

    @Inject
    Timers timers;

    @Inject
    Traces traces;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String bought = "Bought " + suffix;
    private final Random random = new Random(20261122);

    private String lately(int number) {
        String name = "lately_" + number + "_" + suffix;
        create(
                name,
                Rule.newBuilder()
                        .setOccurred(track(bought)
                                .setWindow(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(50 + number)))
                        .build());
        return name;
    }

    @Test
    void nothing_is_left_of_anybody() throws InterruptedException {
        Instant start = profiles.clock().plusSeconds(86_400);
        profiles.tick(start);
        String buyers = "buyers_" + suffix;
        create(buyers, boughtAtLeast(bought, "1"));
        assertEquals(List.of(), memberIds(buyers, profiles.token().encode()));
        List<UUID> people = Stream.generate(UUID::randomUUID).limit(PEOPLE).toList();
        List<UUID> left = new ArrayList<>(people);
        List<String> filled = new ArrayList<>();
        Thread filling = new Thread(() -> {
            for (int i = 0; i < 6; i++) {
                filled.add(lately(i));
                timers.catchUp(ScriptedProfiles.WORKSPACE);
            }
        });
        for (int step = 0; step < STEPS; step++) {
            if (step == STEPS / 3) {
                // Who is erased before anybody has looked neither enters nor leaves.
                assertEquals(
                        PEOPLE, memberIds(buyers, profiles.token().encode()).size());
                filling.start();
            }
            Instant now = start.plusSeconds(step);
            UUID one = step < PEOPLE ? people.get(step) : left.get(random.nextInt(left.size()));
            if (step > STEPS / 3 && left.size() > PEOPLE / 2 && random.nextInt(8) == 0) {
                left.remove(one);
                profiles.erase(one);
                // What was on its way and is told again.
                profiles.tell(ScriptedProfiles.item(one, 2, new Happening(bought, now, "5"))
                        .build());
            } else {
                profiles.happen(one, new Happening(bought, now, "5"));
            }
            if (random.nextInt(10) == 0) {
                profiles.tick(now);
            }
        }
        filling.join();
        profiles.tick(start.plusSeconds(STEPS));
        assertEquals(
                left.stream().map(UUID::toString).sorted().toList(),
                memberIds(buyers, profiles.token().encode()));
        assertEquals(6, filled.size());
        Set<String> who = Set.copyOf(left.stream().map(UUID::toString).toList());
        filled.forEach(audience ->
                assertTrue(who.containsAll(memberIds(audience, profiles.token().encode())), audience));
        people.stream()
                .filter(id -> !left.contains(id))
                .forEach(id -> assertTrue(
                        Set.of("feed_item", "standing").containsAll(traces.of(id)), () -> id + " in " + traces.of(id)));
        assertEquals(PEOPLE / 2, left.size());
        everyExitIsToldOnce(buyers, people.size(), people.size() - left.size());
    }

    /** Each entered once by an event, and each who was erased left once. */
    private static void everyExitIsToldOnce(String buyers, int entered, int erased) {
        Map<String, List<Boolean>> told = new HashMap<>();
        for (MembershipChange change : PublishedMemberships.of(buyers, entered + erased)) {
            told.computeIfAbsent(change.getProfileId(), id -> new ArrayList<>()).add(change.getMember());
            assertEquals(
                    change.getMember() ? MembershipChange.Cause.CAUSE_EVENT : MembershipChange.Cause.CAUSE_ERASURE,
                    change.getCause());
        }
        assertEquals(
                erased,
                told.values().stream().filter(List.of(true, false)::equals).count());
        assertEquals(
                entered - erased,
                told.values().stream().filter(List.of(true)::equals).count());
    }
}
