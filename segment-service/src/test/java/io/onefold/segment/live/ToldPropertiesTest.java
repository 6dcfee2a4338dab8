package io.onefold.segment.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import io.onefold.proto.segment.v1.MembershipChange;
import io.onefold.proto.segment.v1.MembershipChange.Cause;
import io.onefold.segment.evaluation.Cases;
import io.onefold.segment.live.Stories.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in whatever order, what is published, replayed by instant, says at every instant what the reference says with the
 * knowledge of the end; also when facts are read ahead of the feed.
 */
class ToldPropertiesTest {
    private static final long SEED = 31_08_1969L;

    private static void forAll(int examples, Consumer<Long> check) {
        qt().withFixedSeed(SEED).withExamples(examples).forAll(longs().all()).checkAssert(check);
    }

    private static void assertExact(Told told, Collection<Instant> marks) {
        TreeSet<Instant> instants = new TreeSet<>(List.of(told.exactFrom(), told.end()));
        TreeMap<Instant, MembershipChange> inForce = Told.inForce(told.told());
        for (Collection<Instant> some : List.of(marks, told.eventTimes(), inForce.keySet())) {
            some.forEach(mark -> instants.addAll(List.of(mark.minusMillis(1), mark, mark.plusMillis(1))));
        }
        for (Instant at : instants) {
            if (!at.isBefore(told.exactFrom()) && !at.isAfter(told.end())) {
                assertEquals(
                        told.expected(at), Told.replayed(told.told(), at), () -> "at " + at + " after\n" + told.log());
            }
        }
        assertFalse(told.isDue(), told::log);
    }

    @Test
    void the_log_replayed_by_instant_is_the_reference_at_the_end() {
        forAll(3000, seed -> {
            Told told = Told.of(Stories.random(new Random(seed), Kind.ANY));
            assertExact(told, List.of());
        });
    }

    @Test
    void the_same_when_facts_are_ahead_of_the_feed() {
        forAll(3000, seed -> {
            Told told = Told.ahead(Stories.random(new Random(seed), Kind.ANY), new Random(~seed));
            assertExact(told, List.of());
        });
    }

    /** Rules of every kind over random histories, in random batches, at every boundary and a millisecond before and after it. */
    @Test
    void the_live_path_agrees_with_the_reference_for_any_rule() {
        forAll(2500, seed -> {
            Cases one = Cases.of(seed);
            assertExact(Told.of(Stories.of(one)), one.around());
        });
    }

    @Test
    void the_live_path_agrees_with_the_reference_for_any_rule_also_ahead() {
        forAll(1000, seed -> {
            Cases one = Cases.of(seed);
            assertExact(Told.ahead(Stories.of(one), new Random(~seed)), one.around());
        });
    }

    @Test
    void the_filling_agrees_with_the_reference_for_any_rule() {
        forAll(2500, seed -> {
            Cases one = Cases.of(seed);
            assertExact(Told.of(Stories.filled(one)), one.around());
        });
    }

    @Test
    void sequences_rise_by_one() {
        forAll(1000, seed -> {
            List<MembershipChange> told =
                    Told.of(Stories.random(new Random(seed), Kind.ANY)).told();
            for (int i = 0; i < told.size(); i++) {
                assertEquals(i + 1L, told.get(i).getSequence());
            }
        });
    }

    @Test
    void telling_the_same_again_publishes_nothing() {
        forAll(1000, seed -> {
            Told told = Told.of(Stories.random(new Random(seed), Kind.ANY));
            int before = told.told().size();
            told.again();
            // Of the time between a change of the rule and its filling nobody was told yet.
            told.told().stream()
                    .skip(before)
                    .forEach(change -> assertTrue(Told.effective(change).isBefore(told.exactFrom()), told::log));
        });
    }

    @Test
    void an_entry_that_is_no_correction_is_of_a_time_of_which_nobody_was_told() {
        forAll(2000, seed -> {
            Told told = Told.of(Stories.random(new Random(seed), Kind.ANY));
            List<MembershipChange> changes = told.told();
            for (int i = 0; i < changes.size(); i++) {
                MembershipChange change = changes.get(i);
                boolean continues = change.getMember() && Told.replayed(changes.subList(0, i), Told.effective(change));
                if (continues && told.isFirstOfItsWrite(i)) {
                    assertTrue(change.getCorrection(), told::log);
                }
            }
        });
    }

    /** While nothing comes late and nobody is regrouped, it makes no difference at all. */
    @Test
    void facts_ahead_of_the_feed_change_nothing_that_is_told_on_time() {
        forAll(2000, seed -> {
            Story story = Stories.random(new Random(seed), Kind.ON_TIME);
            Told ahead = Told.ahead(story, new Random(~seed));
            assertEquals(essence(Told.of(story)), essence(ahead), ahead::log);
        });
    }

    /**
     * Also of what was told and is overridden by now: each change is one that the facts of its version have at its instant, or takes back
     * one that was told for that instant. So nobody is said to enter by an event at whose instant nobody does.
     */
    @Test
    void every_change_is_told_of_an_instant_at_which_the_facts_have_it() {
        forAll(2000, seed -> {
            Story story = Stories.random(new Random(seed), Kind.EVENTS);
            for (Told told : List.of(Told.of(story), Told.ahead(story, new Random(~seed)))) {
                for (int i = 0; i < told.told().size(); i++) {
                    MembershipChange change = told.told().get(i);
                    Instant at = Told.effective(change);
                    boolean overrides = Told.inForce(told.told().subList(0, i)).containsKey(at);
                    if (at.isAfter(told.exactFrom()) && !overrides) {
                        long version = change.getProfileVersion();
                        assertEquals(change.getMember(), told.expected(version, at), told::log);
                        assertEquals(
                                !change.getMember(),
                                told.expected(version, at.minus(1, ChronoUnit.MICROS)),
                                () -> "at " + at + " after\n" + told.log());
                        boolean event = told.hasEvent(version, at);
                        assertFalse(
                                event ? change.getCause() == Cause.CAUSE_TIME : change.getCause() == Cause.CAUSE_EVENT);
                    }
                }
            }
        });
    }

    /** When somebody enters or leaves since the audience began: a correction can say once more what is so already. */
    private static List<Instant> flips(Told told) {
        List<Instant> flips = new ArrayList<>();
        boolean member = Told.replayed(told.told(), told.exactFrom());
        for (MembershipChange change :
                Told.inForce(told.told()).tailMap(told.exactFrom(), false).values()) {
            if (change.getMember() != member) {
                flips.add(Told.effective(change));
                member = change.getMember();
            }
        }
        return flips;
    }

    private static List<MembershipChange> essence(Told told) {
        return told.told().stream()
                .map(change -> change.toBuilder().clearProfileVersion().build())
                .toList();
    }

    /**
     * What an event does at its own instant is an event's, late or not, and never time's; what follows from one that comes late, by a window
     * that ends, can be found to be time's when it was not told of before.
     */
    @Test
    void facts_ahead_of_the_feed_never_take_an_event_for_time_alone() {
        Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
        forAll(2000, seed -> {
            Story story = Stories.random(new Random(seed), Kind.EVENTS);
            Told ahead = Told.ahead(story, new Random(~seed));
            TreeMap<Instant, MembershipChange> inForce = Told.inForce(ahead.told());
            Told onTime = Told.of(story);
            assertEquals(flips(onTime), flips(ahead), ahead::log);
            Set<Instant> events = ahead.eventTimes();
            inForce.forEach((at, change) -> {
                causes.merge(change.getCause(), 1, Integer::sum);
                Set<Cause> allowed = events.contains(at)
                        ? Set.of(Cause.CAUSE_EVENT, Cause.CAUSE_LATE)
                        : Set.of(Cause.CAUSE_TIME, Cause.CAUSE_LATE);
                assertTrue(allowed.contains(change.getCause()), () -> change + " after\n" + ahead.log());
            });
        });
        assertEquals(Set.of(Cause.CAUSE_EVENT, Cause.CAUSE_TIME, Cause.CAUSE_LATE), causes.keySet());
    }
}
