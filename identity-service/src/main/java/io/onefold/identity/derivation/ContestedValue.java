package io.onefold.identity.derivation;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** An identifier that unites nobody and leads to nobody, and the profiles that it might have led to, by id. */
public record ContestedValue(IdentifierRef identifier, Set<UUID> candidates) {

    public ContestedValue {
        candidates = Collections.unmodifiableSet(new LinkedHashSet<>(candidates));
    }
}
