package io.onefold.segment.evaluation;

import io.onefold.segment.rule.EventSelector;
import io.onefold.segment.rule.Following;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The later steps of a sequence in which every step must come: the events from which the rest of it is walked to its end, and the instant
 * at which that end is reached. The earliest such event after another one always reaches the end first, so both arrays are in order.
 */
final class Sequence {
    private final long[] times;
    private final long[] ends;
    private final long within;

    private Sequence(long[] times, long[] ends, long within) {
        this.times = times;
        this.ends = ends;
        this.within = within;
    }

    static boolean isOne(Following following) {
        return !following.negated()
                && following.events().followedBy().map(Sequence::isOne).orElse(true);
    }

    static Sequence of(Following following, List<EventFact> events) {
        EventSelector selector = following.events();
        long[] all = Matching.times(Matching.events(selector, events));
        @Nullable
        Sequence rest = selector.followedBy().map(next -> of(next, events)).orElse(null);
        long[] times = new long[all.length];
        long[] ends = new long[all.length];
        int count = 0;
        for (long time : all) {
            long end = rest == null ? time : rest.end(time);
            if (end != Micros.NEVER) {
                times[count] = time;
                ends[count++] = end;
            }
        }
        return new Sequence(
                Arrays.copyOf(times, count),
                Arrays.copyOf(ends, count),
                following.within().map(Micros::of).orElse(Micros.NEVER));
    }

    /** When an event of this time is known to be followed by all that must come; NEVER when it is not. */
    long end(long time) {
        int next = Micros.upTo(times, time);
        return next < times.length && times[next] - time <= within ? ends[next] : Micros.NEVER;
    }
}
