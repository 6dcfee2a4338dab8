package io.onefold.segment.membership;

import io.onefold.segment.evaluation.History;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A profile whose person was erased. Its history is that it never was: what was published of it otherwise is taken back, as of a profile
 * that became part of another one.
 *
 * @param version of the profile, with the erasure
 * @param instant where the clock stands for it
 * @param audiences names of those of its workspace by id; of one that is being deleted its emptying takes care
 */
public record Erased(String workspace, UUID profileId, long version, Instant instant, Map<UUID, String> audiences) {
    public Erased {
        audiences = Map.copyOf(audiences);
    }

    /** What is to be published of a standing. */
    record Departure(Evaluated evaluated, Publication.Step step) {}

    List<Departure> departures(Standings standings) {
        return standings.sorted().values().stream()
                .flatMap(standing -> departure(standing, standings.evaluatedAt()))
                .toList();
    }

    private Stream<Departure> departure(Standing standing, Optional<Instant> evaluatedAt) {
        String name = audiences.get(standing.audienceId());
        if (name == null) {
            return Stream.empty();
        }
        Evaluated never = never(standing, name);
        // Without its timer: nothing that was due meanwhile has a cause of its own any more.
        return Publication.of(Optional.of(standing.withoutTimer()), evaluatedAt, never).stream()
                // Who is in leaves by it, also when an earlier stay is taken back with the present one.
                .map(step -> new Departure(never, step.marked(!standing.isMember())));
    }

    private Evaluated never(Standing standing, String name) {
        return new Evaluated(
                workspace,
                profileId,
                Math.max(version, standing.profileVersion()),
                new Evaluated.Subject(
                        standing.audienceId(), name, standing.audienceVersion(), standing.exactFrom(), false, false),
                History::never,
                instant,
                new Origin.Changed(Instant.MIN, Set.of(), Optional.of(Cause.ERASURE), at -> false, false));
    }
}
