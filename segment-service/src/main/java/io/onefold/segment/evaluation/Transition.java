package io.onefold.segment.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile enters or leaves an audience.
 *
 * @param effective the instant from which it is so
 * @param afterwards false when it was so already at the instant at which the walk began: history has changed
 */
public record Transition(boolean member, Instant effective, boolean afterwards) {

    /**
     * Walks through every change of membership.
     *
     * @param member what was known to hold at {@code from}
     * @param from the last instant that was evaluated; {@link Instant#MIN} when none was
     * @param to the instant of evaluation
     */
    public static List<Transition> walk(History history, boolean member, Instant from, Instant to) {
        List<Transition> transitions = new ArrayList<>();
        boolean present = member;
        boolean atStart = history.at(from) == Truth.TRUE;
        if (atStart != present) {
            // What holds without a beginning, such as "has no order", is published as of now.
            transitions.add(new Transition(atStart, history.since(from).orElse(to), false));
            present = atStart;
        }
        for (var change : history.between(from, to).entrySet()) {
            boolean after = change.getValue() == Truth.TRUE;
            if (after != present) {
                transitions.add(new Transition(after, change.getKey(), true));
                present = after;
            }
        }
        return transitions;
    }
}
