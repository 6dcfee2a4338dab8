package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The selections of one rule over one profile; equal selectors share theirs. */
final class Selections {
    private final List<EventFact> events;
    private final Moments moments;
    private final Map<EventSelector, Selection> known = new HashMap<>();

    Selections(List<EventFact> events, Moments moments) {
        this.events = events;
        this.moments = moments;
    }

    List<EventFact> events() {
        return events;
    }

    Selection of(EventSelector selector) {
        @Nullable Selection there = known.get(selector);
        if (there != null) {
            return there;
        }
        Selection made = new Selection(selector, this);
        made.tellMoments(moments);
        known.put(selector, made);
        return made;
    }
}
