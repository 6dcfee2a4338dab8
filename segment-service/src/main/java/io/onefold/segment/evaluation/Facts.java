package io.onefold.segment.evaluation;

import io.onefold.segment.rule.Selector;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of one profile.
 *
 * @param incomplete selectors that select more than was read: what depends on them is unknown
 */
public record Facts(Map<Selector, List<Fact>> selected, Set<Selector> incomplete) {
    public Facts {
        selected = Map.copyOf(selected);
        incomplete = Set.copyOf(incomplete);
    }

    /** These facts and those about other selectors. */
    public Facts and(Facts other) {
        Map<Selector, List<Fact>> both = new HashMap<>(selected);
        both.putAll(other.selected);
        Set<Selector> cut = new HashSet<>(incomplete);
        cut.addAll(other.incomplete);
        return new Facts(both, cut);
    }

    /** The latest event; empty without events. */
    public Optional<Instant> latest() {
        return selected.values().stream()
                .flatMap(Collection::stream)
                .map(Fact::eventTime)
                .max(Instant::compareTo);
    }
}
