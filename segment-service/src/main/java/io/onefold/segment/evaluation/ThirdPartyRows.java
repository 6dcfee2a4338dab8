package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The third-party rows that satisfy a condition, each live from its time, that included, to its expiry, that excluded. */
final class ThirdPartyRows {
    private final long[] starts;
    private final long[] ends;
    /** The latest expiry of a row and those before it. */
    private final long[] latestEnd;

    ThirdPartyRows(Rule.ThirdParty condition, List<EventFact> events) {
        List<EventFact> rows = new ArrayList<>();
        for (EventFact event : events) {
            boolean provided = event.thirdParty()
                    .map(row -> condition.provider().isEmpty()
                            || condition.provider().equals(row.provider()))
                    .orElse(false);
            if (provided && Matching.all(condition.where(), event)) {
                rows.add(event);
            }
        }
        this.starts = Matching.times(rows);
        this.ends = new long[starts.length];
        this.latestEnd = new long[starts.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = rows.get(i)
                    .thirdParty()
                    .flatMap(ThirdPartyFact::expireTime)
                    .map(Micros::of)
                    .orElse(Micros.NEVER);
            latestEnd[i] = i == 0 ? ends[i] : Math.max(latestEnd[i - 1], ends[i]);
        }
    }

    void tellMoments(Moments moments) {
        moments.add(starts);
        moments.add(
                Arrays.stream(ends).filter(end -> end != Micros.NEVER).sorted().toArray());
    }

    Truth at(long at) {
        int begun = Micros.upTo(starts, at);
        return Truth.of(begun > 0 && latestEnd[begun - 1] > at);
    }
}
