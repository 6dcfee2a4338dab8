package io.onefold.segment.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import io.onefold.segment.membership.Erased.Departure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever was published of an erased profile: afterwards it says that nobody was ever there. */
class ErasedPropertiesTest {
    private static final UUID AUDIENCE = new UUID(0, 1);
    private static final Instant BEGIN = Instant.parse("2026-06-01T12:00:00Z");

    /** Membership changed at these seconds; the last look was after all of them. */
    private record Past(Standing standing, Instant looked) {
        static Past of(Random random) {
            List<Instant> flips = new ArrayList<>();
            Instant at = BEGIN;
            for (int left = random.nextInt(6); left > 0; left--) {
                at = at.plusSeconds(1 + random.nextInt(5));
                flips.add(at);
            }
            Instant looked = at.plusSeconds(random.nextInt(5));
            Instant exactFrom = BEGIN.plusSeconds(random.nextInt(20) - 5);
            Optional<Instant> due =
                    random.nextBoolean() ? Optional.of(looked.plusSeconds(1 + random.nextInt(5))) : Optional.empty();
            return new Past(
                    new Standing(AUDIENCE, 1 + random.nextInt(2), 4, exactFrom, flips.size(), flips, due), looked);
        }

        List<Departure> departures(Instant instant) {
            Standings standings = new Standings(Optional.of(looked), Map.of(AUDIENCE, standing));
            return new Erased("w", new UUID(0, 2), 5, instant, Map.of(AUDIENCE, "a")).departures(standings);
        }
    }

    @Test
    void who_is_in_leaves_once_by_the_erasure_and_what_was_is_taken_back() {
        qt().withFixedSeed(20260601).withExamples(10_000).forAll(longs().all()).checkAssert(seed -> {
            Random random = new Random(seed);
            Past past = Past.of(random);
            Instant instant = past.looked.plusSeconds(random.nextInt(10));
            Publication.Step step = past.departures(instant).get(0).step();
            assertFalse(step.standing().isMember());
            assertEquals(Optional.empty(), step.standing().due());
            assertTrue(step.changes().size() <= 1, () -> step + " of " + past);
            step.changes().forEach(change -> {
                assertFalse(change.member());
                assertEquals(Cause.ERASURE, change.cause());
                assertEquals(past.standing.sequence() + 1, change.sequence());
                assertEquals(!past.standing.isMember(), change.correction(), () -> step + " of " + past);
            });
            assertTrue(!past.standing.isMember() || step.changes().size() == 1, () -> step + " of " + past);
            Instant from = past.standing.exactFrom();
            boolean told = past.standing.wasMember(from)
                    || past.standing.flips().stream().anyMatch(flip -> flip.isAfter(from));
            assertEquals(told, !step.changes().isEmpty(), () -> step + " of " + past);
            assertFalse(step.standing().wasMember(from.isAfter(instant) ? instant : from));
        });
    }

    @Test
    void an_audience_that_is_being_deleted_is_left_to_its_emptying() {
        Past past = Past.of(new Random(1));
        Standings standings = new Standings(Optional.of(past.looked), Map.of(AUDIENCE, past.standing));
        assertEquals(
                List.of(),
                new Erased("w", new UUID(0, 2), 5, past.looked, Map.of(UUID.randomUUID(), "b")).departures(standings));
    }
}
