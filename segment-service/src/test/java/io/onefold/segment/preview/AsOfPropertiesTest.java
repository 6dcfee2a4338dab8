package io.onefold.segment.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.quicktheories.QuickTheory.qt;

import io.onefold.segment.evaluation.Cases;
import io.onefold.segment.evaluation.ReferenceEvaluator;
import io.onefold.segment.evaluation.Truth;
import io.onefold.segment.profiles.ProfileState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is in an audience as of any instants is whom the reference says, at every boundary and a millisecond before and after it. */
class AsOfPropertiesTest {
    @Test
    void a_preview_agrees_with_the_reference_for_any_rule() {
        qt().withFixedSeed(20111210).withExamples(2500).forAll(Cases.all()).checkAssert(one -> {
            List<Instant> instants = new ArrayList<>(one.around());
            Collections.shuffle(instants, one.random());
            Tally tally = new Tally(one.rule(), instants, 1);
            tally.add(new ProfileState(
                    "w", new UUID(0, 1), 1, one.facts().firstTime().isPresent(), one.facts()));
            List<Preview> previews = tally.at(instants);
            for (int i = 0; i < instants.size(); i++) {
                Instant at = instants.get(i);
                boolean in = ReferenceEvaluator.value(one.rule(), one.facts(), at) == Truth.TRUE;
                assertEquals(at, previews.get(i).asOf());
                assertEquals(in ? 1 : 0, previews.get(i).size(), () -> one + " at " + at);
            }
        });
    }
}
