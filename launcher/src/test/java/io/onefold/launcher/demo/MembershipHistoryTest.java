package io.onefold.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.launcher.demo.MembershipHistory.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembershipHistoryTest {
    private static final Instant NOON = Instant.parse("2011-06-01T12:00:00Z");

    private final MembershipHistory history = new MembershipHistory();
    private long sequence;

    private void told(boolean member, int hour) {
        sequence++;
        history.add(new Change("vip", "ann", member, at(hour), "EVENT", sequence, sequence));
    }

    private static Instant at(int hour) {
        return NOON.plus(Duration.ofHours(hour));
    }

    private boolean isMember(int hour) {
        return history.members("vip", at(hour)).equals(Set.of("ann"));
    }

    @Test
    void anItemHoldsFromItsInstantOn() {
        told(true, 1);
        told(false, 3);
        assertEquals(Set.of(), history.members("vip", at(1).minusNanos(1000)));
        assertTrue(isMember(1));
        assertTrue(isMember(2));
        assertEquals(Set.of(), history.members("vip", at(3)));
        assertEquals(Set.of(), history.atTheEnd());
        assertEquals(Set.of(), history.members("others", at(2)));
    }

    @Test
    void aLaterItemOverridesWhatWasToldFromItsInstantOn() {
        told(true, 1);
        told(false, 5);
        told(true, 8);
        told(false, 3);
        assertTrue(isMember(2));
        assertEquals(Set.of(), history.members("vip", at(4)));
        assertEquals(Set.of(), history.members("vip", at(9)), "what was told of later instants no longer holds");
        assertEquals(0, history.gaps());
    }

    @Test
    void aMissingItemIsSeenByItsSequence() {
        told(true, 1);
        sequence++;
        told(true, 2);
        assertEquals(1, history.gaps());
    }

    /** Against the plainest replay there is: for each hour the last item that reaches it. */
    @Test
    void randomFeedsReplayAsTheRuleSays() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            MembershipHistory replayed = new MembershipHistory();
            Boolean[] members = new Boolean[10];
            int items = 1 + random.nextInt(6);
            for (int item = 1; item <= items; item++) {
                int from = random.nextInt(members.length);
                boolean member = random.nextBoolean();
                replayed.add(new Change("vip", "ann", member, at(from), "LATE", item, item));
                for (int hour = from; hour < members.length; hour++) {
                    members[hour] = member;
                }
            }
            for (int hour = 0; hour < members.length; hour++) {
                boolean expected = Boolean.TRUE.equals(members[hour]);
                assertEquals(expected, replayed.members("vip", at(hour)).contains("ann"), "round " + round);
            }
        }
    }
}
