package io.onefold.identity.derivation;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * One person as the evidence has it.
 *
 * @param records at least one, in the order of their ids
 * @param held the identifiers that lead to this profile and to no other, strongest first; empty for a shared device and
 *     for what only enriching sources know
 */
public record DerivedProfile(UUID profileId, Set<UUID> records, Set<IdentifierRef> held) {

    public DerivedProfile {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("profile %s has no record".formatted(profileId));
        }
        records = Collections.unmodifiableSet(new LinkedHashSet<>(records));
        held = Collections.unmodifiableSet(new LinkedHashSet<>(held));
    }
}
