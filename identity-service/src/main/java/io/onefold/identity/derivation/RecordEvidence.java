package io.onefold.identity.derivation;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A record with all that decides where it belongs.
 *
 * @param identifiers usable or not; an empty set is a record that stays in no profile
 * @param sightings the believed ones, any number per source; a record without one of a source that creates only follows
 * @param mintedProfileId the profile id that the record got when it was first minted
 * @param mintOrder the smaller was minted earlier; equal ones are ordered by record id
 */
public record RecordEvidence(
        UUID recordId, Set<IdentifierRef> identifiers, List<Sighting> sightings, UUID mintedProfileId, long mintOrder) {

    public RecordEvidence {
        identifiers = Set.copyOf(identifiers);
        sightings = List.copyOf(sightings);
    }
}
