package io.onefold.segment.profiles;

import io.onefold.segment.evaluation.EventFact;
import java.util.List;

/** How many events of a profile the profile-service gives for one selection; beyond that nothing is known of them. */
final class Limits {
    private static final int MOST_EVENTS = 50_000;
    private static final long MOST_BYTES = 32 << 20;

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
