package io.onefold.segment.profiles;

import io.onefold.segment.evaluation.EventFact;
import java.util.List;

/**
 * How many events of a profile the profile-service gives for one selection; beyond that nothing is known of them. As an answer, and then as
 * facts, they take some 35 MiB: two lanes, a filling and what is kept fit a heap of 192 MiB at once.
 */
final class Limits {
    private static final int MOST_EVENTS = 20_000;
    private static final long MOST_BYTES = 8 << 20;

    private Limits() {}

    static boolean exceeded(List<EventFact> selected) {
        long bytes = 0;
        for (EventFact event : selected) {
            bytes += event.bytes();
        }
        return selected.size() > MOST_EVENTS || bytes > MOST_BYTES;
    }

    /** Of too many events none are kept: no condition that reads any has a value, so they would only cost memory. */
    static ProfileState cut(ProfileState state) {
        boolean fits = state.facts().complete() && !exceeded(state.facts().events());
        return fits ? state : state.with(state.facts().cut(), state.version());
    }
}
