package io.onefold.identity.derivation;

import java.time.Instant;

/**
 * Evidence that a source saw a record, at least at {@code first} and at {@code last}. What a steward does not believe
 * is not handed to derivation.
 *
 * @param enriching the source only enriches: its evidence decides nothing
 */
public record Sighting(String source, boolean enriching, Instant first, Instant last) {

    public Sighting {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException(
                    "a sighting by %s ends at %s, before it begins at %s".formatted(source, last, first));
        }
    }
}
