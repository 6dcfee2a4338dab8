package io.onefold.identity.lookup;

import io.onefold.domain.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The identity of a profile.
 *
 * @param held the identifiers that lead to it
 * @param contested identifiers of its records that lead to nobody since several claim them
 * @param records by id
 */
public record Identity(
        UUID profileId, long version, List<Identifier> held, List<Identifier> contested, List<KnownRecord> records) {

    /** A record with all its identifiers and its evidence, earliest first. */
    public record KnownRecord(UUID recordId, List<Identifier> identifiers, List<Seen> evidence) {}

    /** What one source saw on one day. */
    public record Seen(String source, boolean enriching, Instant first, Instant last) {}
}
