package io.onefold.segment.audience;

import io.onefold.segment.profiles.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A workspace's audiences at one generation; those that are being deleted are not among them.
 *
 * @param audiences those that are evaluated
 * @param names by id, also of those whose rule cannot be read: what is known of their members is not to be lost
 * @param wanted what each of them reads
 */
public record Catalog(
        String workspace, long generation, List<Audience> audiences, Map<UUID, String> names, Wanted wanted) {
    public Catalog {
        audiences = List.copyOf(audiences);
        names = Map.copyOf(names);
    }

    static Catalog of(String workspace, long generation, List<Audience> all) {
        List<Audience> readable = all.stream().filter(Audience::readable).toList();
        return new Catalog(
                workspace,
                generation,
                readable,
                all.stream().collect(Collectors.toMap(Audience::id, Audience::name)),
                new Wanted(readable.stream().map(Audience::needs).toList()));
    }

    /** The ids of all of them. */
    public Set<UUID> ids() {
        return names.keySet();
    }

    /** Whether any of them begins after an instant. */
    boolean beginsAfter(Instant instant) {
        return audiences.stream().anyMatch(audience -> audience.begin().isAfter(instant));
    }
}
