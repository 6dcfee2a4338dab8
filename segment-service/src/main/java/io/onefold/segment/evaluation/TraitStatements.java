package io.onefold.segment.evaluation;

import io.onefold.segment.rule.PropertyPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What events state of one trait, in order: the latest counts, also when it removes the trait. */
final class TraitStatements {
    private final long[] times;
    private final List<Scalar> values = new ArrayList<>();

    TraitStatements(String trait, List<EventFact> events) {
        PropertyPath path = PropertyPath.trait(trait);
        List<EventFact> stating = new ArrayList<>();
        for (EventFact event : events) {
            @Nullable Scalar value = event.statesTraits() ? event.values().get(path) : null;
            if (value != null) {
                stating.add(event);
                values.add(value);
            }
        }
        this.times = Matching.times(stating);
    }

    void tellMoments(Moments moments) {
        moments.add(times);
    }

    @Nullable
    Scalar at(long at) {
        int stated = Micros.upTo(times, at);
        return stated == 0 ? null : Scalar.there(values.get(stated - 1));
    }
}
