package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What events say about one consent. Beside the statements for its own channel those for any channel count: a denial there takes a grant
 * back that is not later, a grant there gives what nobody has stated for the channel itself, and never what was denied for it.
 */
final class ConsentStatements {
    private static final String ANY_CHANNEL = "any";

    private final Said own;
    private final Said any;

    ConsentStatements(Rule.Consent consent, List<EventFact> events) {
        this.own = Said.of(consent.purpose(), consent.channel(), events);
        this.any = consent.channel().equals(ANY_CHANNEL) ? own : Said.of(consent.purpose(), ANY_CHANNEL, events);
    }

    void tellMoments(Moments moments) {
        moments.add(own.times);
        if (any != own) {
            moments.add(any.times);
        }
    }

    Truth at(long at) {
        int stated = Micros.upTo(own.times, at) - 1;
        int statedForAny = Micros.upTo(any.times, at) - 1;
        if (stated < 0) {
            return statedForAny < 0 ? Truth.UNKNOWN : Truth.of(any.granted[statedForAny]);
        }
        boolean takenBack =
                statedForAny >= 0 && !any.granted[statedForAny] && any.times[statedForAny] >= own.times[stated];
        return Truth.of(own.granted[stated] && !takenBack);
    }

    /** What is said for one channel: at each instant the stricter of what is said then. */
    private record Said(long[] times, boolean[] granted) {
        static Said of(String purpose, String channel, List<EventFact> events) {
            TreeMap<Long, Boolean> said = new TreeMap<>();
            for (EventFact event : events) {
                for (ConsentFact statement : event.consents()) {
                    if (statement.purpose().equals(purpose)
                            && statement.channel().equals(channel)) {
                        said.merge(Micros.of(event.time()), statement.granted(), Boolean::logicalAnd);
                    }
                }
            }
            long[] times = new long[said.size()];
            boolean[] granted = new boolean[said.size()];
            int i = 0;
            for (Map.Entry<Long, Boolean> one : said.entrySet()) {
                times[i] = one.getKey();
                granted[i++] = one.getValue();
            }
            return new Said(times, granted);
        }
    }
}
