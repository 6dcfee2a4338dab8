package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import java.util.ArrayList;
import java.util.List;

/** The selections of one rule over one profile; equal selectors share theirs. */
final class Selections {
    private final List<EventFact> events;
    private final Moments moments;
    /** A rule has few: comparing with each costs less than a hash over all that a selector states. */
    private final List<Known> known = new ArrayList<>();

    private record Known(EventSelector selector, Selection selection) {}

    Selections(List<EventFact> events, Moments moments) {
        this.events = events;
        this.moments = moments;
    }

    List<EventFact> events() {
        return events;
    }

    Selection of(EventSelector selector) {
        for (Known one : known) {
            if (one.selector.equals(selector)) {
                return one.selection;
            }
        }
        Selection made = new Selection(selector, this);
        made.tellMoments(moments);
        known.add(new Known(selector, made));
        return made;
    }
}
