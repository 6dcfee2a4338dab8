package io.onefold.segment.membership;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * How a profile stands to all audiences.
 *
 * @param evaluatedAt the last instant at which anything of it was evaluated
 * @param byAudience only standings that say something: who was never a member and will not become one by time alone is absent
 */
record Standings(Optional<Instant> evaluatedAt, Map<UUID, Standing> byAudience) {
    static final Standings NONE = new Standings(Optional.empty(), Map.of());

    Standings {
        byAudience = Map.copyOf(byAudience);
    }

    Optional<Standing> of(UUID audienceId) {
        return Optional.ofNullable(byAudience.get(audienceId));
    }

    /** When anything changes next by time alone. */
    Optional<Instant> due() {
        return due(any -> true);
    }

    /** The same of some audiences only. */
    Optional<Instant> due(Predicate<UUID> audiences) {
        return byAudience.values().stream()
                .filter(standing -> audiences.test(standing.audienceId()))
                .flatMap(standing -> standing.due().stream())
                .min(Instant::compareTo);
    }

    /** The order of writing does not depend on the order of a hash. */
    TreeMap<UUID, Standing> sorted() {
        return new TreeMap<>(byAudience);
    }

    static Optional<Instant> later(Optional<Instant> one, Instant other) {
        return Optional.of(one.filter(other::isBefore).orElse(Objects.requireNonNull(other)));
    }
}
