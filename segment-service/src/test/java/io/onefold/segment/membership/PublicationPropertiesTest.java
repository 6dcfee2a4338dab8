package io.onefold.segment.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import io.onefold.segment.evaluation.History;
import io.onefold.segment.evaluation.Truth;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in whatever order, what is published, replayed by instant, says at every instant what an evaluation with the knowledge
 * of the end says.
 */
class PublicationPropertiesTest {
    private static final long SEED = 31_08_1969L;

    @Test
    void the_log_replayed_by_instant_is_the_history_at_the_end() {
        qt().withFixedSeed(SEED).withExamples(3000).forAll(longs().all()).checkAssert(seed -> {
            Told told = Told.random(new Random(seed));
            History history = told.history();
            for (Instant at : instants(told)) {
                assertEquals(
                        history.at(at) == Truth.TRUE,
                        told.replayed(at),
                        () -> "at " + at + " after\n" + String.join("\n", told.story()));
            }
        });
    }

    /** Around every event, every change of value and every published instant. */
    private static Set<Instant> instants(Told told) {
        Set<Instant> instants = new TreeSet<>();
        List<Instant> marks = new ArrayList<>(told.eventTimes());
        marks.addAll(told.publishedInstants());
        marks.addAll(told.history().between(Told.BEGIN, told.clock()).keySet());
        for (Instant mark : marks) {
            instants.add(mark.minus(1, ChronoUnit.MILLIS));
            instants.add(mark);
            instants.add(mark.plus(1, ChronoUnit.MILLIS));
        }
        instants.removeIf(at -> at.isBefore(Told.BEGIN) || at.isAfter(told.clock()));
        instants.add(told.clock());
        return instants;
    }

    @Test
    void sequences_rise_by_one_and_nothing_is_due_in_the_past() {
        qt().withFixedSeed(SEED).withExamples(1000).forAll(longs().all()).checkAssert(seed -> {
            Told told = Told.random(new Random(seed));
            List<Long> sequences =
                    told.changes().stream().map(Publication.Change::sequence).toList();
            for (int i = 0; i < sequences.size(); i++) {
                assertEquals(i + 1L, sequences.get(i));
            }
            assertTrue(told.due().filter(at -> !at.isAfter(told.clock())).isEmpty());
        });
    }

    @Test
    void telling_the_same_again_publishes_nothing() {
        qt().withFixedSeed(SEED).withExamples(1000).forAll(longs().all()).checkAssert(seed -> {
            Told told = Told.random(new Random(seed));
            int before = told.changes().size();
            told.again();
            assertEquals(before, told.changes().size());
        });
    }

    @Test
    void an_entry_that_is_no_correction_is_of_a_time_of_which_nobody_was_told() {
        qt().withFixedSeed(SEED).withExamples(2000).forAll(longs().all()).checkAssert(seed -> {
            Told told = Told.random(new Random(seed));
            List<Publication.Change> changes = told.changes();
            for (int i = 0; i < changes.size(); i++) {
                Publication.Change change = changes.get(i);
                boolean continues = change.member() && Told.replayed(changes.subList(0, i), change.effective());
                if (continues && told.isFirstOfItsStep(i)) {
                    assertTrue(change.correction(), () -> String.join("\n", told.story()));
                }
            }
        });
    }

    @Test
    void a_stay_that_only_begins_elsewhere_is_a_correction() {
        Instant at = Told.BEGIN.plusSeconds(60);
        List<Publication.Change> changes = Told.entersThenEarlier(at, at.minusSeconds(20));
        assertEquals(
                List.of(false, true),
                changes.stream().map(Publication.Change::correction).toList());
    }
}
