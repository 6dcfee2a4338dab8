package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What events say about one consent: at each instant the stricter of what is said then. */
final class ConsentStatements {
    private final long[] times;
    private final boolean[] granted;

    ConsentStatements(Rule.Consent consent, List<EventFact> events) {
        TreeMap<Long, Boolean> said = new TreeMap<>();
        for (EventFact event : events) {
            for (ConsentFact statement : event.consents()) {
                if (statement.purpose().equals(consent.purpose())
                        && statement.channel().equals(consent.channel())) {
                    said.merge(Micros.of(event.time()), statement.granted(), Boolean::logicalAnd);
                }
            }
        }
        this.times = new long[said.size()];
        this.granted = new boolean[said.size()];
        int i = 0;
        for (Map.Entry<Long, Boolean> one : said.entrySet()) {
            times[i] = one.getKey();
            granted[i++] = one.getValue();
        }
    }

    void tellMoments(Moments moments) {
        moments.add(times);
    }

    Truth at(long at) {
        int stated = Micros.upTo(times, at);
        return stated == 0 ? Truth.UNKNOWN : Truth.of(granted[stated - 1]);
    }
}
