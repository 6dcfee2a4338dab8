package io.onefold.segment.membership;

import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Evaluations with what each makes of the standing as it was when nothing was locked. Most standings are the same when they are locked, and
 * then nobody waits for the work; of the others it is done again. For one thread.
 */
public final class Tried {
    private final List<Evaluated> evaluated;
    private final Map<Evaluated, Outcome> outcomes = new IdentityHashMap<>();

    /** Only what is published is kept: the histories of a whole batch would fill the memory. */
    private record Outcome(Optional<Standing> stored, Optional<Instant> evaluatedAt, Optional<Publication.Step> step) {}

    Tried(List<Evaluated> evaluated) {
        this.evaluated = List.copyOf(evaluated);
    }

    /** Some of them. */
    public Tried only(Predicate<Evaluated> wanted) {
        Tried some = new Tried(evaluated.stream().filter(wanted).toList());
        some.outcomes.putAll(outcomes);
        return some;
    }

    /** The profiles that were evaluated. */
    public Set<UUID> profiles() {
        return evaluated.stream().map(Evaluated::profileId).collect(Collectors.toSet());
    }

    public int size() {
        return evaluated.size();
    }

    List<Evaluated> evaluated() {
        return evaluated;
    }

    Optional<Publication.Step> step(Evaluated one, Standings standings) {
        Optional<Standing> stored = standings.of(one.subject().id());
        Outcome before = outcomes.get(one);
        if (before != null && before.stored.equals(stored) && before.evaluatedAt.equals(standings.evaluatedAt())) {
            return before.step;
        }
        Optional<Publication.Step> step = Publication.of(stored, standings.evaluatedAt(), one);
        outcomes.put(one, new Outcome(stored, standings.evaluatedAt(), step));
        return step;
    }
}
