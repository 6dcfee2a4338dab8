package io.onefold.segment.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.kit.feed.Partitions;
import io.onefold.segment.evaluation.Facts;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whose clock says where time stands, and in which partition. */
class ClocksTest {
    private static final Instant THEN = Instant.parse("2011-06-01T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

    /** A profile of the first partition, and one of the last. */
    private static final UUID FIRST = new UUID(0, 1);

    private static final UUID LAST = new UUID(-1, 1);

    private static final Clocks CLOCKS = new Clocks(
            new Partitions(4),
            Map.of(
                    Clocks.REAL_TIME,
                    Map.of(0, NOW, 1, NOW, 2, NOW.minusSeconds(1), 3, NOW.plusSeconds(1)),
                    "replayed",
                    Map.of(1, THEN, 3, THEN.plusSeconds(60))));

    @Test
    void a_profile_lives_where_the_clock_stands_in_its_own_partition() {
        assertEquals(THEN.plusSeconds(60), CLOCKS.instantFor("replayed", LAST, Facts.NONE));
        assertEquals(NOW.plusSeconds(1), CLOCKS.instantFor("any", LAST, Facts.NONE));
    }

    @Test
    void an_owner_whose_tick_has_not_come_to_the_partition_never_lives_in_real_time() {
        assertEquals(THEN, CLOCKS.instantFor("replayed", FIRST, Facts.NONE));
        Clocks none = new Clocks(new Partitions(4), Map.of());
        assertEquals(Instant.EPOCH, none.instantFor("replayed", FIRST, Facts.NONE));
        Clocks batch = none.with(Map.of(3, Map.of("replayed", THEN), 0, Map.of(Clocks.REAL_TIME, NOW)));
        assertEquals(THEN, batch.instantFor("replayed", FIRST, Facts.NONE));
        assertFalse(batch.hasTicked("replayed", 0));
    }

    @Test
    void for_a_workspace_what_all_its_partitions_have_passed_counts() {
        assertEquals(THEN, CLOCKS.of("replayed"));
        assertEquals(NOW.minusSeconds(1), CLOCKS.of("any"));
        assertEquals(Map.of(THEN, Set.of(1), THEN.plusSeconds(60), Set.of(3)), CLOCKS.standing("replayed"));
    }

    @Test
    void real_time_drives_those_that_have_no_clock_of_their_own() {
        Set<String> workspaces = Set.of("any", "replayed");
        assertEquals(Set.of("any"), CLOCKS.drivenBy(Clocks.REAL_TIME, workspaces));
        assertEquals(Set.of("replayed"), CLOCKS.drivenBy("replayed", workspaces));
        assertTrue(CLOCKS.isOwner("replayed"));
    }

    @Test
    void later_ticks_count_and_earlier_ones_do_not() {
        Clocks later = CLOCKS.with(Map.of(1, Map.of("replayed", THEN.plusSeconds(5)), 3, Map.of("replayed", THEN)));
        assertEquals(THEN.plusSeconds(5), later.of("replayed", 1));
        assertEquals(THEN.plusSeconds(60), later.of("replayed", 3));
    }
}
