package io.onefold.segment.preview;

import io.onefold.segment.evaluation.Evaluator;
import io.onefold.segment.evaluation.History;
import io.onefold.segment.evaluation.Truth;
import io.onefold.segment.profiles.ProfileState;
import io.onefold.segment.rule.Rule;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map.Entry;
import java.util.TreeMap;

/** Evaluates profiles one after the other, each once for all instants, and counts whom the rule is true for. */
final class Tally {
    private final Rule rule;
    private final TreeMap<Instant, Sample> members = new TreeMap<>();
    private long evaluated;

    Tally(Rule rule, Collection<Instant> instants, int sampleSize) {
        this.rule = rule;
        instants.forEach(instant -> members.put(instant, new Sample(sampleSize)));
    }

    void add(ProfileState profile) {
        if (!profile.exists()) {
            return;
        }
        evaluated++;
        History history = Evaluator.history(rule, profile.facts(), members.firstKey());
        for (Entry<Instant, Sample> one : members.entrySet()) {
            if (history.at(one.getKey()) == Truth.TRUE) {
                one.getValue().add(profile.profileId());
            }
        }
    }

    long evaluated() {
        return evaluated;
    }

    /** For each of these instants, in their order. */
    List<Preview> at(List<Instant> instants) {
        return instants.stream().map(this::at).toList();
    }

    private Preview at(Instant instant) {
        Sample sample = members.get(instant);
        if (sample == null) {
            throw new IllegalArgumentException(instant + " was not evaluated");
        }
        return new Preview(instant, sample.size(), sample.smallest());
    }
}
