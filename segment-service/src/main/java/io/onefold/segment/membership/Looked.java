package io.onefold.segment.membership;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Profiles that were looked at because they were due.
 *
 * @param profiles all of them, also those of which nothing was evaluated: when they are due next is written of each
 * @param isReadable whether an audience can be evaluated. What is due of another is not looked at: it would be due again with every tick,
 *     and when its rule can be read the next version sets it anew.
 */
public record Looked(Set<UUID> profiles, Predicate<UUID> isReadable) {
    static final Looked AT_NOBODY = new Looked(Set.of(), any -> true);

    public Looked(Collection<UUID> profiles, Predicate<UUID> isReadable) {
        this(Set.copyOf(profiles), isReadable);
    }
}
