package io.onefold.segment.audience;

import io.onefold.segment.rule.Needs;
import java.util.List;

/**
 * A workspace's audiences at one generation; those that are being deleted are not among them.
 *
 * @param needs everything that any of them reads
 */
public record Catalog(String workspace, long generation, List<Audience> audiences, Needs needs) {
    public Catalog {
        audiences = List.copyOf(audiences);
    }

    Catalog(String workspace, long generation, List<Audience> audiences) {
        this(
                workspace,
                generation,
                audiences,
                audiences.stream().map(Audience::needs).reduce(Needs.NONE, Needs::and));
    }
}
