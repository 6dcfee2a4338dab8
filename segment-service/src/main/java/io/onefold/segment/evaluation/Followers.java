package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Following;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The later steps of a sequence in which some step must not come: what is known of them changes back and forth, so it is asked anew at
 * each instant.
 */
final class Followers {
    private final long[] times;
    private final @Nullable Followers next;
    private final long within;
    private final boolean negated;
    /** How many of the first events satisfy their own following, as of the instant that was asked last. */
    private final int[] satisfied;

    private long asOf = Micros.MIN;

    private Followers(long[] times, @Nullable Followers next, long within, boolean negated) {
        this.times = times;
        this.next = next;
        this.within = within;
        this.negated = negated;
        this.satisfied = new int[times.length + 1];
    }

    static Followers of(Following following, List<EventFact> events) {
        return new Followers(
                Matching.times(Matching.events(following.events(), events)),
                following.events().followedBy().map(next -> of(next, events)).orElse(null),
                following.within().map(Micros::of).orElse(Micros.NEVER),
                following.negated());
    }

    void tellMoments(Moments moments) {
        moments.add(times);
        if (next != null) {
            next.tellMoments(moments);
        }
    }

    /** Whether an event of this time is selected, as far as is known at the instant. */
    boolean select(long time, long at) {
        int from = Micros.upTo(times, time);
        int to = Micros.upTo(times, Math.min(at, Micros.plus(time, within)));
        return negated != (from < to && count(from, to, at) > 0);
    }

    private int count(int from, int to, long at) {
        if (next == null) {
            return to - from;
        }
        if (asOf != at) {
            for (int i = 0; i < times.length && times[i] <= at; i++) {
                satisfied[i + 1] = satisfied[i] + (next.select(times[i], at) ? 1 : 0);
            }
            asOf = at;
        }
        return satisfied[to] - satisfied[from];
    }
}
