package io.onefold.segment.audience;

import io.onefold.segment.profiles.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A workspace's audiences at one generation; those that are being deleted are not among them.
 *
 * @param audiences those that are evaluated
 * @param ids also of those whose rule cannot be read: what is known of their members is not to be lost
 * @param wanted what each of them reads
 */
public record Catalog(String workspace, long generation, List<Audience> audiences, Set<UUID> ids, Wanted wanted) {
    public Catalog {
        audiences = List.copyOf(audiences);
        ids = Set.copyOf(ids);
    }

    static Catalog of(String workspace, long generation, List<Audience> all) {
        List<Audience> readable = all.stream().filter(Audience::readable).toList();
        return new Catalog(
                workspace,
                generation,
                readable,
                all.stream().map(Audience::id).collect(Collectors.toSet()),
                new Wanted(readable.stream().map(Audience::needs).toList()));
    }

    /** Whether any of them begins after an instant. */
    boolean beginsAfter(Instant instant) {
        return audiences.stream().anyMatch(audience -> audience.begin().isAfter(instant));
    }
}
