package io.onefold.segment.audience;

import io.onefold.segment.profiles.Wanted;
import java.time.Instant;
import java.util.List;

/**
 * A workspace's audiences at one generation; those that are being deleted are not among them.
 *
 * @param wanted what each of them reads
 */
public record Catalog(String workspace, long generation, List<Audience> audiences, Wanted wanted) {
    public Catalog {
        audiences = List.copyOf(audiences);
    }

    Catalog(String workspace, long generation, List<Audience> audiences) {
        this(
                workspace,
                generation,
                audiences,
                new Wanted(audiences.stream().map(Audience::needs).toList()));
    }

    /** Whether any of them begins after an instant. */
    boolean beginsAfter(Instant instant) {
        return audiences.stream().anyMatch(audience -> audience.begin().isAfter(instant));
    }
}
