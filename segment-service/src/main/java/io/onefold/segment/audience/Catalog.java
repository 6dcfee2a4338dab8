package io.onefold.segment.audience;

import io.onefold.segment.rule.Selector;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A workspace's audiences at one generation. */
public record Catalog(String workspace, long generation, List<Audience> audiences) {
    public Catalog {
        audiences = List.copyOf(audiences);
    }

    /** Everything that any of them reads. */
    public Set<Selector> selectors() {
        return audiences.stream().flatMap(a -> a.rule().selectors().stream()).collect(Collectors.toUnmodifiableSet());
    }
}
